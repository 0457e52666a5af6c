package dev.hearth.shim.http;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/**
 * Memory outside of the heap for the bytes of a connection. It grows with a big message and is
 * given back to the system after it.
 */
final class Store {
  /** What an idle connection keeps. */
  static final int SMALL = 16 * 1024;

  /** Above this it is given back after the message, below it is kept for the next one. */
  static final int KEEP = 256 * 1024;

  private final ByteBuffer small = ByteBuffer.allocateDirect(SMALL);
  private ByteBuffer bytes = small;
  private Arena arena;

  ByteBuffer bytes() {
    return bytes;
  }

  int capacity() {
    return bytes.capacity();
  }

  boolean isLarge() {
    return bytes.capacity() > KEEP;
  }

  /** Takes other memory of that size; {@code [from, to)} of the old is at its start. */
  void replace(int capacity, int from, int to) {
    Arena larger = capacity > SMALL ? Arena.ofShared() : null;
    ByteBuffer next = larger == null ? small : larger.allocate(capacity).asByteBuffer();
    next.clear();
    if (to > from) {
      next.put(0, bytes, from, to - from);
    }
    Arena old = arena;
    bytes = next;
    arena = larger;
    if (old != null) {
      old.close();
    }
  }

  void free() {
    if (arena != null) {
      replace(SMALL, 0, 0);
    }
  }
}
