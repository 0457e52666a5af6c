package dev.hearth.gateway.sandbox.shim;

import io.vertx.core.buffer.Buffer;

/** An event that flows from a client to a sandbox no faster than the sandbox takes it. */
final class Upload implements ByteFlow.Sink {
  private static final Buffer LINE_END = Buffer.buffer("\r\n");
  private static final Buffer LAST_CHUNK = Buffer.buffer("0\r\n\r\n");

  private final InvokeExchange exchange;
  private final ShimLink link;
  private final ByteFlow flow;
  private final boolean chunked;
  private boolean stopped;

  Upload(InvokeExchange exchange, ShimLink link, ByteFlow flow, boolean chunked) {
    this.exchange = exchange;
    this.link = link;
    this.flow = flow;
    this.chunked = chunked;
  }

  void resume() {
    flow.resume();
  }

  /** Nothing more is sent; what still arrives is dropped. */
  void stop() {
    stopped = true;
    flow.resume();
  }

  @Override
  public void bytes(Buffer part, Runnable done) {
    if (stopped || part.length() == 0) {
      done.run();
      return;
    }
    if (chunked) {
      link.send(Buffer.buffer(Integer.toHexString(part.length())).appendBuffer(LINE_END));
      link.send(part, done);
      link.send(LINE_END.copy());
    } else {
      link.send(part, done);
    }
    if (!stopped && link.full()) {
      flow.pause();
    }
  }

  @Override
  public void end() {
    if (!stopped) {
      stopped = true;
      exchange.handedOver();
      if (chunked) {
        link.send(LAST_CHUNK.copy());
      }
    }
  }

  @Override
  public void broken(String why) {
    if (!stopped) {
      stopped = true;
      exchange.uploadBroken(why);
    }
  }
}
