package dev.hearth.shim.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts what a runtime writes into lines; a line that is too long continues as another one. */
final class Lines {
  /** Bytes of one line. */
  static final int LIMIT = 256 * 1024;

  private static final int SMALL = 1024;

  private final Consumer<byte[]> sink;
  private byte[] line = new byte[SMALL];
  private int length;

  Lines(Consumer<byte[]> sink) {
    this.sink = sink;
  }

  void add(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == '\n') {
        length -= length > 0 && line[length - 1] == '\r' ? 1 : 0;
        end();
        continue;
      }
      if (length == LIMIT) {
        end();
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, Math.min(LIMIT, length * 4));
      }
      line[length++] = b;
    }
  }

  /** What was written without a line's end counts as a line. */
  void endPartial() {
    if (length > 0) {
      end();
    }
  }

  private void end() {
    byte[] whole = Arrays.copyOf(line, length);
    length = 0;
    if (line.length > SMALL) {
      line = new byte[SMALL];
    }
    sink.accept(whole);
  }
}
