package dev.hearth.shim.lifecycle;

import java.nio.ByteBuffer;

/** How an invocation or the Init phase came to its end. */
public sealed interface Verdict {
  /** The function's answer. The body is good until the effect that carries it is done. */
  record Responded(String contentType, ByteBuffer body) implements Verdict {}

  /** The function's answer went out while it was written; what its trailers said of an error. */
  record Streamed(String errorType, String errorBody) implements Verdict {}

  /** The function failed and said how: a document that is passed on as it is. */
  record Failed(String errorType, ByteBuffer body) implements Verdict {}

  /** The runtime could not initialise and said why. */
  record InitFailed(String errorType, ByteBuffer body) implements Verdict {}

  record ResponseTooLarge() implements Verdict {}

  record ResponseTruncated() implements Verdict {}

  record BadResponseMode(String mode) implements Verdict {}

  record TimedOut() implements Verdict {}

  record InitTimedOut() implements Verdict {}

  /** More memory than the function has; what is left of the runtime was killed. */
  record OutOfMemory() implements Verdict {}

  record Exited(ExitStatus status) implements Verdict {}

  /** The runtime's command could not be started. */
  record Unstartable(String errorType, String message) implements Verdict {}

  /** The runtime waits for work: Init has succeeded. */
  record Ready() implements Verdict {}
}
