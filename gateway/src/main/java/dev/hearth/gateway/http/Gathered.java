package dev.hearth.gateway.http;

import io.vertx.core.buffer.Buffer;

/** Parts put together; a single part, the usual case, is not copied. */
final class Gathered {
  private final int expected;
  private Buffer bytes;
  private boolean ours;

  Gathered(int expected) {
    this.expected = expected;
  }

  void add(Buffer part) {
    if (bytes == null) {
      bytes = part;
    } else {
      if (!ours) {
        bytes = Buffer.buffer(expected).appendBuffer(bytes);
        ours = true;
      }
      bytes.appendBuffer(part);
    }
  }

  Buffer bytes() {
    return bytes;
  }
}
