package dev.hearth.gateway.sandbox.shim;

import io.netty.buffer.ByteBuf;

/** One request and its reply on a {@link ShimLink}. */
interface Exchange {
  void head(int status, Fields fields, long contentLength);

  /** Some of the body; the bytes are the exchange's to retain or to copy. */
  void body(ByteBuf bytes, int offset, int length);

  void end(Fields trailers);

  /** The link is closed, by the other side or by us. */
  void broken(String why);

  /** The link takes bytes again. */
  void drained();
}
