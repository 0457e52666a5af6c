package dev.hearth.shim.log;

/** The last bytes of one invocation's log. */
final class LogTail {
  static final int BYTES = 4096;

  private final byte[] ring = new byte[BYTES];
  private long written;

  void append(byte[] bytes) {
    for (int i = Math.max(0, bytes.length - BYTES); i < bytes.length; i++) {
      ring[(int) ((written + i) % BYTES)] = bytes[i];
    }
    written += bytes.length;
  }

  byte[] bytes() {
    int length = (int) Math.min(written, BYTES);
    byte[] tail = new byte[length];
    for (int i = 0; i < length; i++) {
      tail[i] = ring[(int) ((written - length + i) % BYTES)];
    }
    return tail;
  }
}
