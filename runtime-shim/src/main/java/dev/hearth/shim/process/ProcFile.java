package dev.hearth.shim.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads files of {@code /proc} into one buffer that is used again. Not for two threads. */
final class ProcFile {
  static final Path ROOT = Path.of("/proc");

  /** The longest part of a file that is read: an environment can be this long and more. */
  static final int MAX_BYTES = 256 * 1024;

  /** The size of the pages in which the kernel counts memory. */
  static final long PAGE_BYTES = pageBytes();

  private static final int FIRST_BYTES = 2048;
  private static final int AUXV_PAGE_SIZE = 6;

  private byte[] bytes = new byte[FIRST_BYTES];

  byte[] bytes() {
    return bytes;
  }

  /**
   * Reads the file, at most its first {@link #MAX_BYTES}.
   *
   * @return how many bytes, 0 where the process is gone or not ours to look into
   */
  int read(Path path) {
    try (var in = new FileInputStream(path.toString())) {
      int length = 0;
      while (true) {
        int here = in.read(bytes, length, bytes.length - length);
        if (here <= 0) {
          return length;
        }
        length += here;
        if (length == bytes.length) {
          if (length >= MAX_BYTES) {
            return length;
          }
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
      }
    } catch (IOException e) {
      return 0;
    }
  }

  private static long pageBytes() {
    var file = new ProcFile();
    int length = file.read(Path.of("/proc/self/auxv"));
    var pairs = ByteBuffer.wrap(file.bytes, 0, length).order(ByteOrder.nativeOrder());
    while (pairs.remaining() >= 2 * Long.BYTES) {
      long key = pairs.getLong();
      long value = pairs.getLong();
      if (key == AUXV_PAGE_SIZE) {
        return value;
      }
    }
    return 4096;
  }
}
