package dev.hearth.gateway.sandbox.shim;

import io.vertx.core.buffer.Buffer;

/** An event on its way to a sandbox. */
public sealed interface EventBody {
  /** All of it is here and is known to be good; it can be sent again. */
  record Whole(Buffer bytes) implements EventBody {}

  /**
   * It is still arriving. Its flow ends only when it is known to be good, and then gives the last
   * bytes and the end together; otherwise it breaks.
   *
   * @param length bytes, or -1 where the client did not say
   */
  record Arriving(long length, ByteFlow flow) implements EventBody {}
}
