package dev.hearth.gateway.sandbox.shim;

import io.vertx.core.buffer.Buffer;

/**
 * Bytes that arrive in parts, on one event loop: an upload on its way to a sandbox, or a reply on
 * its way back. Nothing flows before {@link #start}; after {@code end} or {@code broken} nothing
 * comes any more.
 */
public interface ByteFlow {
  /** Takes the parts. */
  interface Sink {
    /**
     * Some of the bytes.
     *
     * @param done must be called when the part is not needed any more: its memory is used again
     */
    void bytes(Buffer part, Runnable done);

    void end();

    void broken(String why);
  }

  void start(Sink sink);

  void pause();

  void resume();
}
