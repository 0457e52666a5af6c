package dev.hearth.gateway.http;

import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import dev.hearth.gateway.sandbox.shim.Report;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** The parts of a reply that every operation shares. */
final class Answers {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final String RETRY_AFTER_SECONDS = "1";

  private Answers() {}

  static void rejected(HttpServerResponse response, Outcome.Rejected why) {
    if (response.closed()) {
      return;
    }
    Rejection rejection = why.rejection();
    var body = new JsonObject();
    if (rejection == Rejection.TOO_MANY_REQUESTS) {
      response.putHeader(Names.RETRY_AFTER, RETRY_AFTER_SECONDS);
      body.put("Reason", "ConcurrentInvocationLimitExceeded");
    }
    body.put("Type", rejection.fault().awsName()).put(rejection.messageMember(), why.message());
    response
        .setStatusCode(rejection.status())
        .putHeader(Names.ERROR_TYPE, rejection.awsName())
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .end(body.toBuffer());
  }

  static void permitted(HttpServerResponse response, String version) {
    if (!response.closed()) {
      response.setStatusCode(204).putHeader(Names.EXECUTED_VERSION, version).end();
    }
  }

  static void report(HttpServerResponse response, Report report) {
    if (report.functionError() != null) {
      response.putHeader(Names.FUNCTION_ERROR, "Unhandled");
    }
    if (report.logTail() != null) {
      response.putHeader(Names.LOG_RESULT, report.logTail());
    }
  }
}
