package dev.hearth.shim.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hearth.shim.json.JsonText;
import dev.hearth.shim.lifecycle.Verdict;
import dev.hearth.shim.log.Report;
import java.nio.ByteBuffer;

/**
 * What the caller and the log are told of an invocation's end.
 *
 * @param errorType empty on success
 * @param message what the log says of a failure that the function did not report itself; or empty
 * @param streamed the body went out already
 */
record Outcome(
    String errorType,
    String message,
    String contentType,
    ByteBuffer body,
    Report.Status status,
    boolean streamed) {
  static final String JSON = "application/json";

  static final int RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  static Outcome of(Verdict verdict, String requestId, long timeoutMs) {
    return switch (verdict) {
      case Verdict.Responded(String contentType, ByteBuffer body) ->
          new Outcome("", "", contentType, body, Report.Status.SUCCESS, false);
      case Verdict.Streamed(String errorType, String errorBody) ->
          new Outcome(
              errorType,
              "",
              JSON,
              ByteBuffer.wrap(errorBody.getBytes(ISO_8859_1)),
              errorType.isEmpty() ? Report.Status.SUCCESS : Report.Status.ERROR,
              true);
      case Verdict.Failed(String errorType, ByteBuffer body) ->
          new Outcome(errorType, "", JSON, body, Report.Status.ERROR, false);
      case Verdict.InitFailed(String errorType, ByteBuffer body) ->
          new Outcome(errorType, "", JSON, body.duplicate(), Report.Status.ERROR, false);
      case Verdict.TimedOut() -> timedOut(requestId, timeoutMs);
      case Verdict.ResponseTooLarge() -> tooLarge();
      case Verdict.ResponseTruncated() ->
          failed("Runtime.TruncatedResponse", "The runtime's response broke off", requestId);
      case Verdict.BadResponseMode(String mode) ->
          failed("Runtime.InvalidResponseModeHeader", "Invalid response mode: " + mode, requestId);
      case Verdict.InitTimedOut() ->
          failed("Sandbox.Timedout", "Init took more than 10 seconds", requestId);
      case Verdict.OutOfMemory() ->
          failed("Runtime.ExitError", "Runtime exited with error: signal: killed", requestId);
      case Verdict.Exited exited ->
          failed("Runtime.ExitError", exited.status().message(), requestId);
      case Verdict.Unstartable(String errorType, String message) ->
          failed(errorType, message, requestId);
      case Verdict.Ready() -> new Outcome("", "", JSON, NOTHING, Report.Status.SUCCESS, false);
    };
  }

  private static Outcome failed(String errorType, String message, String requestId) {
    String shown = requestId.isEmpty() ? message : "RequestId: " + requestId + " Error: " + message;
    return new Outcome(
        errorType, message, JSON, document(errorType, shown), Report.Status.ERROR, false);
  }

  private static Outcome timedOut(String requestId, long timeoutMs) {
    String message = "Task timed out after " + Report.ms(timeoutMs * 1_000) + " seconds";
    ByteBuffer body =
        document("Sandbox.Timedout", "RequestId: " + requestId + " Error: " + message);
    return new Outcome("Sandbox.Timedout", "", JSON, body, Report.Status.TIMEOUT, false);
  }

  private static Outcome tooLarge() {
    String type = "Function.ResponseSizeTooLarge";
    String message =
        "Response payload size exceeded maximum allowed payload size ("
            + RESPONSE_BYTES
            + " bytes).";
    return new Outcome(type, message, JSON, document(type, message), Report.Status.ERROR, false);
  }

  private static ByteBuffer document(String errorType, String message) {
    return ByteBuffer.wrap(
        new JsonText().put("errorType", errorType).put("errorMessage", message).bytes());
  }

  boolean isError() {
    return !errorType.isEmpty();
  }
}
