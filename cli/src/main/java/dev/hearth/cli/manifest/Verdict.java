package dev.hearth.cli.manifest;

import java.util.List;

/**
 * What the API server would make of a manifest.
 *
 * @param <S> the record of its {@code spec}
 */
public sealed interface Verdict<S> {
  /** It would be taken. */
  record Accepted<S>(Manifest<S> manifest) implements Verdict<S> {}

  /**
   * It would be refused.
   *
   * @param name the name that the manifest gives, or an empty text
   * @param reasons what is wrong, one line each
   */
  record Refused<S>(String name, List<String> reasons) implements Verdict<S> {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
