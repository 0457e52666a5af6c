package dev.hearth.shim.artifact;

import static dev.hearth.shim.artifact.BadArtifactException.invalid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The record at a zip's end, which says where its directory is.
 *
 * @param start where the zip begins in its file: something may stand before it
 * @param directory where the directory begins in its file
 */
record ZipEnd(long start, long directory, long directoryBytes, long entries) {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT_BYTES = 65_535;
  private static final int END64 = 0x06064b50;
  private static final int END64_BYTES = 56;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int LOCATOR64_BYTES = 20;
  private static final int UINT16 = 0xffff;
  private static final long UINT32 = 0xffff_ffffL;

  static ZipEnd find(ZipFileBytes file) throws IOException, BadArtifactException {
    int tailBytes = (int) Math.min(file.size(), END_BYTES + MAX_COMMENT_BYTES);
    long tailAt = file.size() - tailBytes;
    ByteBuffer tail = file.read(tailAt, tailBytes);
    for (int at = tailBytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END
          && Short.toUnsignedInt(tail.getShort(at + 20)) == tailBytes - END_BYTES - at) {
        return read(file, tailAt + at, tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN));
      }
    }
    throw invalid("it is not a zip, or its end is missing");
  }

  private static ZipEnd read(ZipFileBytes file, long at, ByteBuffer end)
      throws IOException, BadArtifactException {
    if (end.getShort(4) != 0 || end.getShort(6) != 0) {
      throw invalid("it is one part of several");
    }
    long entries = Short.toUnsignedLong(end.getShort(10));
    long bytes = Integer.toUnsignedLong(end.getInt(12));
    long offset = Integer.toUnsignedLong(end.getInt(16));
    long locatorAt = at - LOCATOR64_BYTES;
    if (locatorAt >= END64_BYTES && file.read(locatorAt, 4).getInt(0) == LOCATOR64) {
      return read64(file, locatorAt - END64_BYTES);
    }
    if (entries == UINT16 || bytes == UINT32 || offset == UINT32) {
      throw invalid("its zip64 record is missing");
    }
    return located(at, entries, bytes, offset);
  }

  private static ZipEnd read64(ZipFileBytes file, long at)
      throws IOException, BadArtifactException {
    ByteBuffer end = file.read(at, END64_BYTES);
    if (end.getInt(0) != END64 || end.getInt(16) != 0 || end.getInt(20) != 0) {
      throw invalid("its zip64 record is damaged");
    }
    return located(at, end.getLong(32), end.getLong(40), end.getLong(48));
  }

  /** The directory ends where the end record begins; its offset counts from the zip's start. */
  private static ZipEnd located(long at, long entries, long bytes, long offset)
      throws BadArtifactException {
    if (entries < 0 || bytes < 0 || offset < 0 || bytes > at || offset > at - bytes) {
      throw invalid("its directory is said to be where it cannot be");
    }
    return new ZipEnd(at - bytes - offset, at - bytes, bytes, entries);
  }
}
