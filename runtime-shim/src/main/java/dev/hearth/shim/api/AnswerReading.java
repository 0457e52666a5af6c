package dev.hearth.shim.api;

import dev.hearth.shim.Clock;
import dev.hearth.shim.http.BadMessageException;
import dev.hearth.shim.http.Body;
import dev.hearth.shim.http.BodyTooLargeException;
import dev.hearth.shim.http.HeaderName;
import dev.hearth.shim.http.RequestHead;
import dev.hearth.shim.http.TruncatedMessageException;
import dev.hearth.shim.http.Wire;
import dev.hearth.shim.lifecycle.Verdict;
import dev.hearth.shim.sandbox.Invocation;
import dev.hearth.shim.sandbox.RuntimeDoor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/** Takes the runtime's answer to its invocation, whole or as it is written. */
final class AnswerReading {
  private static final HeaderName MODE = HeaderName.of("Lambda-Runtime-Function-Response-Mode");
  private static final HeaderName ERROR_BODY = HeaderName.of("Lambda-Runtime-Function-Error-Body");

  private static final int RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

  /** A trailer is held as a whole by whoever reads it. */
  static final int ERROR_BODY_CHARACTERS = 32 * 1024;

  private final RuntimeDoor sandbox;
  private final Clock clock;
  private final int generation;
  private final Wire wire;

  AnswerReading(RuntimeDoor sandbox, Clock clock, int generation, Wire wire) {
    this.sandbox = sandbox;
    this.clock = clock;
    this.generation = generation;
    this.wire = wire;
  }

  void response(String id, RequestHead head) throws IOException {
    Body body = wire.body(head);
    RuntimeDoor.Begun begun = sandbox.answerBegins(generation, id);
    if (begun.refusal().isPresent()) {
      RuntimeConnection.refuse(wire, body, begun.refusal().get());
      return;
    }
    String mode = head.headers().get(MODE, "");
    String type = head.headers().get(HeaderName.CONTENT_TYPE, "application/json");
    if (mode.equals("streaming")) {
      streamed(id, body, type, begun.invocation());
    } else if (mode.isEmpty()) {
      whole(id, body, data -> new Verdict.Responded(type, data));
    } else {
      refused(
          id,
          body,
          new Verdict.BadResponseMode(mode),
          400,
          "InvalidFunctionResponseMode",
          "Invalid function response mode");
    }
  }

  void error(String id, RequestHead head) throws IOException {
    Body body = wire.body(head);
    RuntimeDoor.Begun begun = sandbox.answerBegins(generation, id);
    if (begun.refusal().isPresent()) {
      RuntimeConnection.refuse(wire, body, begun.refusal().get());
      return;
    }
    String type = ErrorTypes.ofFunction(head.headers().get(RuntimeConnection.ERROR_TYPE, ""));
    whole(id, body, data -> new Verdict.Failed(type, data));
  }

  /** Makes of an answer's bytes what the invocation ends with. */
  private interface Ending {
    Verdict of(ByteBuffer data);
  }

  private void whole(String id, Body body, Ending ending) throws IOException {
    ByteBuffer data;
    try {
      data = wire.readAll(body, RESPONSE_BYTES);
    } catch (BodyTooLargeException e) {
      tooLarge(id, body);
      return;
    } catch (IOException e) {
      broken(id, e);
      return;
    }
    sandbox.answerEnds(generation, id, ending.of(data));
    RuntimeConnection.accepted(wire);
    sandbox.logEnd();
  }

  private void streamed(String id, Body body, String type, Invocation invocation)
      throws IOException {
    StreamPace pace = new StreamPace(clock.nanos());
    invocation.reply().stream(type);
    try {
      for (ByteBuffer data = body.next(); data.hasRemaining(); data = body.next()) {
        if (!pace.admits(data.remaining())) {
          tooLarge(id, body);
          return;
        }
        long delay = pace.delayNanos(data.remaining(), clock.nanos());
        if (delay > 0) {
          LockSupport.parkNanos(delay);
        }
        invocation.reply().chunk(data);
      }
    } catch (IOException e) {
      broken(id, e);
      return;
    }
    sandbox.answerEnds(generation, id, streamVerdict(body));
    RuntimeConnection.accepted(wire);
    sandbox.logEnd();
  }

  private static Verdict streamVerdict(Body body) {
    String claimed = body.trailers().get(RuntimeConnection.ERROR_TYPE, "");
    String document = body.trailers().get(ERROR_BODY, "");
    String type = claimed.isEmpty() && document.isEmpty() ? "" : ErrorTypes.ofFunction(claimed);
    return new Verdict.Streamed(type, document.length() > ERROR_BODY_CHARACTERS ? "" : document);
  }

  private void tooLarge(String id, Body body) throws IOException {
    refused(
        id,
        body,
        new Verdict.ResponseTooLarge(),
        413,
        "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (" + RESPONSE_BYTES + " bytes).");
  }

  private void refused(
      String id, Body body, Verdict verdict, int status, String type, String message)
      throws IOException {
    sandbox.answerEnds(generation, id, verdict);
    try {
      RuntimeConnection.refuse(wire, body, status, type, message);
    } finally {
      sandbox.logEnd();
    }
  }

  /** The answer broke off: the invocation fails, and whatever the runtime is doing ends. */
  private void broken(String id, IOException cause) throws IOException {
    try {
      sandbox.answerBreaks(generation, id, new Verdict.ResponseTruncated());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (cause instanceof TruncatedMessageException) {
      throw new BadMessageException(400, "TruncatedHTTPRequest");
    }
    throw cause;
  }
}
