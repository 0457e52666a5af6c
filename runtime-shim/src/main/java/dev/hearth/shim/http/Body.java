package dev.hearth.shim.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The body of the request whose head was read last, piece by piece as it comes. */
public final class Body {
  /**
   * The most that is read at one time. Much less would have Java compile what it does with each
   * piece while somebody waits for the last.
   */
  private static final int PIECE_BYTES = 64 * 1024;

  private final Wire wire;
  private final ChunkedBody chunks;
  private long left;

  Body(Wire wire, BodyLength length, HttpLimits limits) {
    this.wire = wire;
    switch (length) {
      case BodyLength.Fixed(long bytes) -> {
        this.left = bytes;
        this.chunks = null;
      }
      case BodyLength.Chunked() -> this.chunks = new ChunkedBody(limits);
    }
  }

  /**
   * The next bytes, a view that is good until the next call; an empty one at the end. Waits for
   * them.
   */
  public ByteBuffer next() throws IOException {
    return chunks == null ? fixed() : chunked();
  }

  private ByteBuffer fixed() throws IOException {
    if (left > 0) {
      wire.await((int) Math.min(left, PIECE_BYTES));
    }
    ByteBuffer data = wire.take((int) Math.min(left, wire.unread()));
    left -= data.remaining();
    return data;
  }

  private ByteBuffer chunked() throws IOException {
    while (!chunks.ended()) {
      wire.await(0);
      int here = wire.skipFraming(chunks);
      if (here > 0) {
        return wire.take(here);
      }
    }
    return wire.take(0);
  }

  /** Reads to the end and forgets what it reads; at most that many bytes. */
  public void discard(long limit) throws IOException {
    long read = 0;
    for (ByteBuffer data = next(); data.hasRemaining(); data = next()) {
      read += data.remaining();
      if (read > limit) {
        throw new BodyTooLargeException(limit);
      }
    }
  }

  /** What came behind the last chunk; nothing before the end is reached. */
  public Headers trailers() {
    return chunks == null ? Headers.NONE : chunks.trailers();
  }

  /** All of it was taken at once. */
  void wasTaken() {
    left = 0;
  }

  boolean isChunked() {
    return chunks != null;
  }

  /** Bytes to come, of a body that has a length. */
  public long left() {
    return left;
  }
}
