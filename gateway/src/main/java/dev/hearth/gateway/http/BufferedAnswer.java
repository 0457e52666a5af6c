package dev.hearth.gateway.http;

import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.sandbox.shim.ByteFlow;
import dev.hearth.gateway.sandbox.shim.Reply;
import dev.hearth.gateway.sandbox.shim.Report;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes what came of an {@code Invoke}. */
final class BufferedAnswer {
  private static final String JSON = "application/json";

  private BufferedAnswer() {}

  static void write(HttpServerRequest request, Outcome.Answered answered) {
    HttpServerResponse response = request.response();
    switch (answered.reply()) {
      case Reply.Whole(String contentType, Report report, Buffer body) ->
          whole(response, answered.version(), contentType, report, body);
      case Reply.Large(String contentType, Report report, long length, ByteFlow body) -> {
        if (!response.closed()) {
          head(response, answered.version(), contentType, report);
          response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        }
        body.start(new ResponseFlow(request, body));
      }
      case Reply.Streaming streaming ->
          streaming.body().start(new Gather(response, answered.version(), streaming));
    }
  }

  private static void whole(
      HttpServerResponse response, String version, String contentType, Report report, Buffer body) {
    if (!response.closed()) {
      head(response, version, contentType, report);
      response.end(body);
    }
  }

  private static void head(
      HttpServerResponse response, String version, String contentType, Report report) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    response.putHeader(Names.EXECUTED_VERSION, version);
    Answers.report(response, report);
  }

  /** A streamed result for a caller who wants it whole: its headers depend on its end. */
  private record Gather(
      HttpServerResponse response, String version, Reply.Streaming streaming, Buffer body)
      implements ByteFlow.Sink {
    Gather(HttpServerResponse response, String version, Reply.Streaming streaming) {
      this(response, version, streaming, Buffer.buffer());
    }

    @Override
    public void bytes(Buffer part, Runnable done) {
      if (body.length() <= EventCheck.MAX_EVENT) {
        body.appendBuffer(part);
      }
      done.run();
    }

    @Override
    public void end() {
      Report report = streaming.ending().report();
      if (report.functionError() != null && report.errorDocument() != null) {
        whole(response, version, JSON, report, Buffer.buffer(report.errorDocument()));
      } else if (body.length() > EventCheck.MAX_EVENT) {
        Report failed = Report.failed("Function.ResponseSizeTooLarge");
        whole(response, version, JSON, failed, Buffer.buffer(TOO_LARGE));
      } else {
        whole(response, version, streaming.contentType(), report, body);
      }
    }

    @Override
    public void broken(String why) {
      Report failed = Report.failed("Runtime.ExitError");
      whole(response, version, JSON, failed, Buffer.buffer(TRUNCATED));
    }
  }

  private static final String TOO_LARGE =
      "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size"
          + " exceeded maximum allowed payload size (6291556 bytes).\"}";
  private static final String TRUNCATED =
      "{\"errorType\":\"Runtime.TruncatedResponse\",\"errorMessage\":\"Response payload was"
          + " truncated\"}";
}
