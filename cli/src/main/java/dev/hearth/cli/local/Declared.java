package dev.hearth.cli.local;

import dev.hearth.cli.manifest.Manifest;
import dev.hearth.crds.AccountSpec;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.PublishedVersionSpec;
import java.nio.file.Path;
import java.util.List;

/** What a manifest file says about one object. */
sealed interface Declared {
  /** The file it stands in. */
  Path file();

  /** What tells it from all others. */
  String key();

  /** What is said about a function. */
  sealed interface OfFunction extends Declared {
    /** The function's name; empty where not even that can be read. */
    String name();

    @Override
    default String key() {
      return name().isEmpty() ? file().toString() : name();
    }
  }

  /** A function to serve. */
  record Good(Path file, Manifest<FunctionSpec> manifest) implements OfFunction {
    @Override
    public String name() {
      return manifest.name();
    }

    /** Where relative paths of the manifest start. */
    Path folder() {
      return file.getParent();
    }
  }

  /** A function that is refused, or something of which not even that can be read. */
  record Bad(Path file, String name, List<String> reasons) implements OfFunction {
    public Bad {
      reasons = List.copyOf(reasons);
    }
  }

  /** A version of a function to publish. */
  record Version(Path file, Manifest<PublishedVersionSpec> manifest) implements Declared {
    @Override
    public String key() {
      return "FunctionVersion " + manifest.name();
    }
  }

  /** A name for versions of a function. */
  record Alias(Path file, Manifest<AliasSpec> manifest) implements Declared {
    @Override
    public String key() {
      return "Alias " + manifest.name();
    }
  }

  /** The limits of all functions together. */
  record Account(Path file, Manifest<AccountSpec> manifest) implements Declared {
    @Override
    public String key() {
      return "Account " + manifest.name();
    }
  }
}
