package dev.hearth.gateway.invocation;

import dev.hearth.gateway.admission.Ledger;
import dev.hearth.gateway.admission.Throttle;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.pool.Refusal;
import dev.hearth.gateway.sandbox.pool.StartFailure;
import dev.hearth.gateway.sandbox.shim.EventBody;
import dev.hearth.gateway.sandbox.shim.Reply;
import dev.hearth.gateway.sandbox.shim.Report;
import dev.hearth.gateway.sandbox.shim.RunResult;
import io.vertx.core.buffer.Buffer;

/** What the caller is told of everything that can become of a claim and of a run. */
final class Settling {
  private static final String JSON = "application/json";
  private static final int CONFLICT = 409;
  private static final int GONE = 410;

  private Settling() {}

  /** Whether no runtime has seen the event and all of it is still here. */
  static boolean mayTryAnother(RunResult result, EventBody event) {
    boolean unseen =
        switch (result) {
          case RunResult.Unreachable unreachable -> true;
          case RunResult.Refused refused ->
              refused.status() == CONFLICT || refused.status() == GONE;
          case RunResult.Answered answered -> false;
          case RunResult.UploadBroken broken -> false;
          case RunResult.Lost lost -> false;
          case RunResult.Overdue overdue -> false;
        };
    return unseen && event instanceof EventBody.Whole;
  }

  static Outcome settle(RunResult result, Invocation invocation, FunctionVersion version) {
    String id = invocation.call().requestId();
    return switch (result) {
      case RunResult.Answered(Reply reply) -> new Outcome.Answered(version.version(), reply);
      case RunResult.Lost(String why) ->
          failed(version, "Runtime.ExitError", FailureDocuments.killed(id));
      case RunResult.Overdue() ->
          failed(version, "Sandbox.Timedout", FailureDocuments.timedOut(id, version.timeoutMs()));
      case RunResult.UploadBroken(String why) -> new Outcome.EventBroken();
      case RunResult.Unreachable(String why) ->
          new Outcome.Rejected(Rejection.SERVICE, "No sandbox took the event: " + why);
      case RunResult.Refused(int status, String why) ->
          new Outcome.Rejected(Rejection.SERVICE, "The sandbox refused the event: " + why);
    };
  }

  private static Outcome failed(FunctionVersion version, String errorType, String document) {
    Report report = Report.failed(errorType);
    var reply = new Reply.Whole(JSON, report, Buffer.buffer(document));
    return new Outcome.Answered(version.version(), reply);
  }

  static Outcome refused(Refusal why) {
    return switch (why) {
      case Refusal.AtCapacity(int limit) -> throttled();
      case Refusal.TooManyWaiters(int limit) -> throttled();
      case Refusal.TooFast(int starts) ->
          new Outcome.Throttled(Throttle.SCALING_RATE, Ledger.SECOND);
      case Refusal.Closing() -> new Outcome.Rejected(Rejection.SERVICE, "The gateway is closing.");
      case Refusal.WaitedTooLong(long nanos) ->
          new Outcome.Rejected(
              Rejection.SERVICE, "No sandbox became free within " + nanos / 1_000_000 + " ms.");
      case Refusal.NotStarted(StartFailure failure) ->
          new Outcome.Rejected(rejection(failure.kind()), failure.message());
    };
  }

  private static Outcome throttled() {
    return new Outcome.Throttled(Throttle.CAPACITY, Ledger.SECOND);
  }

  private static Rejection rejection(StartFailure.Kind kind) {
    return switch (kind) {
      case UNAVAILABLE -> Rejection.SERVICE;
      case BAD_ARTIFACT -> Rejection.INVALID_ZIP_FILE;
      case BAD_CONFIGURATION -> Rejection.RESOURCE_CONFLICT;
    };
  }
}
