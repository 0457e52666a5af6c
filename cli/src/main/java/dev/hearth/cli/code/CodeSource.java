package dev.hearth.cli.code;

import dev.hearth.crds.FunctionCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Where local mode takes a function's code from. Paths are absolute. */
public sealed interface CodeSource {
  /** Files whose text stands in the manifest. */
  record Inline(Map<String, String> files) implements CodeSource {
    public Inline {
      files = new TreeMap<>(files);
    }
  }

  /** A folder whose content is the task root. */
  record Folder(Path path) implements CodeSource {}

  /** A zip as it would be uploaded. */
  record Zip(Path path) implements CodeSource {}

  /** Whether this path is where the code is taken from. */
  default boolean reads(Path path) {
    return switch (this) {
      case Inline _ -> false;
      case Folder(Path folder) -> folder.equals(path);
      case Zip(Path zip) -> zip.equals(path);
    };
  }

  /** Whether there is something to take now. */
  default boolean isThere() {
    return switch (this) {
      case Inline _ -> true;
      case Folder(Path folder) -> Files.isDirectory(folder);
      case Zip(Path zip) -> Files.isRegularFile(zip);
    };
  }

  /** Changes when the code may have changed. */
  default Fingerprint fingerprint() {
    return switch (this) {
      case Inline(Map<String, String> files) -> Fingerprint.NONE.and(files);
      case Folder(Path folder) -> Fingerprint.of(folder);
      case Zip(Path zip) -> Fingerprint.of(zip);
    };
  }

  /**
   * The source that a manifest names.
   *
   * @param folder where the manifest stands; paths in it start there
   */
  static CodeSource of(FunctionCode code, Path folder) throws CodeException {
    if (code.inline() != null) {
      return new Inline(code.inline());
    }
    if (code.folder() != null) {
      return new Folder(folder.resolve(code.folder()).normalize());
    }
    if (code.zip() != null) {
      return new Zip(folder.resolve(code.zip()).normalize());
    }
    String given = given(code);
    throw new CodeException(
        given.equals("image") ? "InvalidImage" : "InvalidConfiguration",
        "spec.code." + given + " is not available in local mode; use inline, folder or zip");
  }

  private static String given(FunctionCode code) {
    if (code.image() != null) {
      return "image";
    }
    if (code.s3() != null) {
      return "s3";
    }
    return code.configMap() != null ? "configMap" : "url";
  }
}
