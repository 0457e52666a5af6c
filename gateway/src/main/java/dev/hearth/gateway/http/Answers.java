package dev.hearth.gateway.http;

import dev.hearth.gateway.admission.Throttle;
import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import dev.hearth.gateway.sandbox.shim.Report;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** The parts of a reply that every operation shares. */
final class Answers {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final long SECOND_NANOS = 1_000_000_000;

  private Answers() {}

  static void rejected(HttpServerResponse response, Outcome.Rejected why) {
    if (response.closed()) {
      return;
    }
    Rejection rejection = why.rejection();
    var body = new JsonObject();
    body.put("Type", rejection.fault().awsName()).put(rejection.messageMember(), why.message());
    rejected(response, rejection, body);
  }

  static void throttled(HttpServerResponse response, Throttle why, long waitNanos) {
    if (response.closed()) {
      return;
    }
    Rejection rejection = Rejection.TOO_MANY_REQUESTS;
    var body = new JsonObject().put("Reason", reason(why)).put("Type", rejection.fault().awsName());
    long seconds = Math.max(1, Math.ceilDiv(waitNanos, SECOND_NANOS));
    response.putHeader(Names.RETRY_AFTER, Long.toString(seconds));
    rejected(response, rejection, body.put(rejection.messageMember(), "Rate Exceeded."));
  }

  /** AWS's name for a limit. */
  static String reason(Throttle why) {
    return switch (why) {
      case CAPACITY, ACCOUNT_CONCURRENCY, SCALING_RATE -> "ConcurrentInvocationLimitExceeded";
      case RESERVED_CONCURRENCY -> "ReservedFunctionConcurrentInvocationLimitExceeded";
      case ACCOUNT_RATE -> "FunctionInvocationRateLimitExceeded";
      case RESERVED_RATE -> "ReservedFunctionInvocationRateLimitExceeded";
    };
  }

  private static void rejected(HttpServerResponse response, Rejection rejection, JsonObject body) {
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
