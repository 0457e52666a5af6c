package dev.hearth.shim.code;

/**
 * An entry of a zip's central directory.
 *
 * @param path relative, with slashes, inside of the root it is unpacked to
 * @param deflated compressed, else stored
 * @param packed bytes in the zip
 * @param unpacked bytes the zip says it has; it may lie
 * @param header where its local header is
 */
record ZipMember(
    String path,
    Kind kind,
    boolean executable,
    boolean deflated,
    long packed,
    long unpacked,
    long crc,
    long header) {
  enum Kind {
    FILE,
    FOLDER,
    LINK
  }
}
