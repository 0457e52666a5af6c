package dev.hearth.shim.artifact;

/**
 * One entry as the zip's directory describes it; only path and kind are checked, sizes are claims.
 *
 * @param name as it is in the zip
 * @param path safe, without a trailing slash; empty for the folder unpacked into
 * @param offset of the local header, in bytes from the file's start
 */
record ZipItem(
    String name,
    String path,
    Kind kind,
    boolean executable,
    int method,
    int crc,
    long packedBytes,
    long bytes,
    long offset) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** What stands before an entry's bytes at least. */
  static final int LOCAL_HEADER_BYTES = 30;

  /** What it becomes. */
  enum Kind {
    FILE,
    FOLDER,
    LINK
  }
}
