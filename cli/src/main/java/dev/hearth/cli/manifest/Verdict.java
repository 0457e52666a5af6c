package dev.hearth.cli.manifest;

import java.util.List;

/** What the API server would make of a manifest. */
public sealed interface Verdict {
  /** It would be taken. */
  record Accepted(FunctionManifest manifest) implements Verdict {}

  /**
   * It would be refused.
   *
   * @param name the name that the manifest gives, or an empty text
   * @param reasons what is wrong, one line each
   */
  record Refused(String name, List<String> reasons) implements Verdict {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
