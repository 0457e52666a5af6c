package dev.hearth.shim.log;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of a log that wait to be written: filled on one side while the other is written out. */
final class Waiting {
  static final byte[] LINE_END = {'\n'};

  private static final int SMALL = 8 * 1024;

  private byte[] filling = new byte[SMALL];
  private byte[] leaving = new byte[SMALL];
  private int length;

  int length() {
    return length;
  }

  void append(byte[] bytes) {
    if (length + bytes.length > filling.length) {
      filling = Arrays.copyOf(filling, Math.max(length + bytes.length, filling.length * 2));
    }
    System.arraycopy(bytes, 0, filling, length, bytes.length);
    length += bytes.length;
  }

  ByteBuffer take() {
    byte[] full = filling;
    filling = leaving.length > SMALL ? new byte[SMALL] : leaving;
    leaving = full;
    ByteBuffer taken = ByteBuffer.wrap(full, 0, length);
    length = 0;
    return taken;
  }
}
