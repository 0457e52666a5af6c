package dev.hearth.gateway.invocation;

import java.util.Locale;

/** The error documents that the gateway writes in a function's place, when its sandbox cannot. */
final class FailureDocuments {
  private FailureDocuments() {}

  static String timedOut(String requestId, int timeoutMs) {
    String seconds = String.format(Locale.ROOT, "%.2f", timeoutMs / 1000.0);
    return document(
        "Sandbox.Timedout",
        "RequestId: " + requestId + " Error: Task timed out after " + seconds + " seconds");
  }

  /** The sandbox went away as a whole, as it does when the kernel kills it for its memory. */
  static String killed(String requestId) {
    return document(
        "Runtime.ExitError",
        "RequestId: " + requestId + " Error: Runtime exited with error: signal: killed");
  }

  static String tooLarge(long limit) {
    return document(
        "Function.ResponseSizeTooLarge",
        "Response payload size exceeded maximum allowed payload size (" + limit + " bytes).");
  }

  private static String document(String type, String message) {
    return "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message + "\"}";
  }
}
