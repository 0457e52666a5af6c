package dev.hearth.gateway.sandbox.shim;

import io.vertx.core.buffer.Buffer;

/** One request and its reply on a {@link ShimLink}. */
interface Exchange {
  void head(int status, Fields fields, long contentLength);

  void body(Buffer part);

  void end(Fields trailers);

  /** The link is closed, by the other side or by us. */
  void broken(String why);

  /** The link takes bytes again. */
  void drained();
}
