package dev.hearth.gateway.http;

import dev.hearth.gateway.sandbox.shim.ByteFlow;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Passes a reply's bytes to the client no faster than it takes them. When they break off the
 * connection is closed, which is all that can still be said.
 */
final class ResponseFlow implements ByteFlow.Sink {
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final ByteFlow flow;

  ResponseFlow(HttpServerRequest request, ByteFlow flow) {
    this.request = request;
    this.response = request.response();
    this.flow = flow;
    if (!response.closed()) {
      response.drainHandler(v -> flow.resume());
      // What a client that has left does not take is dropped.
      response.closeHandler(v -> flow.resume());
    }
  }

  @Override
  public void bytes(Buffer part, Runnable done) {
    if (response.closed()) {
      done.run();
    } else {
      response.write(part).onComplete(v -> done.run());
      if (response.writeQueueFull()) {
        flow.pause();
      }
    }
  }

  @Override
  public void end() {
    if (!response.closed()) {
      response.end();
    }
  }

  @Override
  public void broken(String why) {
    request.connection().close();
  }
}
