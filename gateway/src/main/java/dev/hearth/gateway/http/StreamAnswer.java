package dev.hearth.gateway.http;

import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.sandbox.shim.ByteFlow;
import dev.hearth.gateway.sandbox.shim.Reply;
import dev.hearth.gateway.sandbox.shim.Report;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Writes what came of an {@code InvokeWithResponseStream}, as an event stream. */
final class StreamAnswer {
  private static final CharSequence EVENT_STREAM =
      HttpHeaders.createOptimized("application/vnd.amazon.eventstream");

  private final HttpServerResponse response;

  private StreamAnswer(HttpServerResponse response) {
    this.response = response;
  }

  static void write(HttpServerRequest request, Outcome.Answered answered) {
    var answer = new StreamAnswer(request.response());
    if (!request.response().closed()) {
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
          .putHeader(Names.EXECUTED_VERSION, answered.version())
          .setChunked(true);
    }
    switch (answered.reply()) {
      case Reply.Whole whole -> answer.whole(whole);
      case Reply.Large large -> answer.flow(large.body(), () -> large.report());
      case Reply.Streaming streaming -> answer.flow(streaming.body(), streaming.ending());
    }
  }

  private void whole(Reply.Whole whole) {
    if (response.closed()) {
      return;
    }
    if (whole.report().functionError() != null) {
      complete(whole.report(), whole.body().toString(StandardCharsets.UTF_8));
    } else {
      response.write(Buffer.buffer(EventFrames.payloadChunk(whole.body().getBytes())));
      complete(whole.report(), null);
    }
  }

  private void flow(ByteFlow body, Reply.Ending ending) {
    if (!response.closed()) {
      response.drainHandler(v -> body.resume());
      response.closeHandler(v -> body.resume());
    }
    body.start(
        new ByteFlow.Sink() {
          @Override
          public void bytes(Buffer part, Runnable done) {
            byte[] bytes = part.getBytes();
            done.run();
            if (!response.closed()) {
              response.write(Buffer.buffer(EventFrames.payloadChunk(bytes)));
              if (response.writeQueueFull()) {
                body.pause();
              }
            }
          }

          @Override
          public void end() {
            if (!response.closed()) {
              complete(ending.report(), ending.report().errorDocument());
            }
          }

          @Override
          public void broken(String why) {
            if (!response.closed()) {
              complete(Report.failed("Runtime.ExitError"), why);
            }
          }
        });
  }

  private void complete(Report report, String details) {
    var json = new JsonObject();
    if (report.functionError() != null) {
      json.put("ErrorCode", report.errorType() == null ? "Unhandled" : report.errorType());
      json.put("ErrorDetails", details);
    }
    if (report.logTail() != null) {
      json.put("LogResult", report.logTail());
    }
    response.end(Buffer.buffer(EventFrames.invokeComplete(json.encode())));
  }
}
