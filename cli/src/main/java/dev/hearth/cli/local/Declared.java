package dev.hearth.cli.local;

import dev.hearth.cli.manifest.FunctionManifest;
import java.nio.file.Path;
import java.util.List;

/** What a manifest file says about one function. */
sealed interface Declared {
  /** The file it stands in. */
  Path file();

  /** The function's name; empty where not even that can be read. */
  String name();

  /** A function to serve. */
  record Good(Path file, FunctionManifest manifest) implements Declared {
    @Override
    public String name() {
      return manifest.name();
    }

    /** Where relative paths of the manifest start. */
    Path folder() {
      return file.getParent();
    }
  }

  /** A function that is refused, or a file that cannot be read at all. */
  record Bad(Path file, String name, List<String> reasons) implements Declared {
    public Bad {
      reasons = List.copyOf(reasons);
    }
  }
}
