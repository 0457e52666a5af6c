package dev.hearth.gateway.sandbox.shim;

import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Bytes that arrive in parts, on one event loop: an upload on its way to a sandbox, or a reply on
 * its way back. Nothing flows before {@link #start}; after {@code end} or {@code broken} nothing
 * comes any more.
 */
public interface ByteFlow {
  /** Takes the parts. */
  interface Sink {
    /** A part, which now belongs to the sink: it is written on, or given to {@link #drop}. */
    void bytes(Buffer part);

    void end();

    void broken(String why);
  }

  /** Frees a part that is not written on; it may lie in memory that is used again. */
  static void drop(Buffer part) {
    ReferenceCountUtil.release(((BufferInternal) part).getByteBuf());
  }

  void start(Sink sink);

  void pause();

  void resume();
}
