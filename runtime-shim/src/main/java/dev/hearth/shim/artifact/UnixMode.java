package dev.hearth.shim.artifact;

import static dev.hearth.shim.artifact.BadArtifactException.invalid;

import dev.hearth.shim.artifact.ZipItem.Kind;

/**
 * An entry's type and permissions, where the system that packed it had such.
 *
 * @param system which system that was, by its number in the zip format
 * @param bits as stat(2) gives them
 */
record UnixMode(int system, int bits) {
  private static final int UNIX = 3;
  private static final int DARWIN = 19;
  private static final int TYPE = 0170000;
  private static final int FOLDER = 0040000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000;
  private static final int EXECUTE = 0111;
  private static final int PERMISSIONS = 07777;

  Kind kind(String name) throws BadArtifactException {
    boolean slash = name.endsWith("/");
    int type = isKnown() ? bits & TYPE : 0;
    if (type == 0) {
      return slash ? Kind.FOLDER : Kind.FILE;
    }
    if (type == FOLDER) {
      return Kind.FOLDER;
    }
    if ((type != FILE && type != LINK) || slash) {
      throw invalid("an entry is neither file, folder nor link", name);
    }
    return type == FILE ? Kind.FILE : Kind.LINK;
  }

  /** A bootstrap packed where there are no modes is meant to be run. */
  boolean isExecutable(String path) {
    boolean given = isKnown() && (bits & PERMISSIONS) != 0;
    return given ? (bits & EXECUTE) != 0 : path.equals("bootstrap");
  }

  private boolean isKnown() {
    return system == UNIX || system == DARWIN;
  }
}
