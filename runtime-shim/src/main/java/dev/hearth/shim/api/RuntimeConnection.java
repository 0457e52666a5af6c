package dev.hearth.shim.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.Clock;
import dev.hearth.shim.http.BadMessageException;
import dev.hearth.shim.http.Body;
import dev.hearth.shim.http.BodyTooLargeException;
import dev.hearth.shim.http.HeaderName;
import dev.hearth.shim.http.Reason;
import dev.hearth.shim.http.RequestHead;
import dev.hearth.shim.http.Wire;
import dev.hearth.shim.json.JsonText;
import dev.hearth.shim.lifecycle.Refusal;
import dev.hearth.shim.lifecycle.Verdict;
import dev.hearth.shim.sandbox.RuntimeDoor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The thread of one of the runtime's connections. Nothing that comes by it is trusted. */
final class RuntimeConnection implements Runnable {
  static final HeaderName ERROR_TYPE = HeaderName.of("Lambda-Runtime-Function-Error-Type");

  private static final int INIT_ERROR_BYTES = 256 * 1024;

  /** What may follow a request that is refused, before the connection is given up. */
  private static final long IGNORED_BYTES = 32L << 20;

  private static final byte[] OK = "{\"status\":\"OK\"}\n".getBytes(UTF_8);

  private final RuntimeDoor sandbox;
  private final Clock clock;
  private final int generation;
  private final Wire wire;

  RuntimeConnection(RuntimeDoor sandbox, Clock clock, int generation, Wire wire) {
    this.sandbox = sandbox;
    this.clock = clock;
    this.generation = generation;
    this.wire = wire;
  }

  @Override
  public void run() {
    try (wire) {
      serveAll();
    } catch (IOException _) {
      // The runtime has closed the connection; if it has ended, its end is told elsewhere.
    } finally {
      sandbox.nextLost(generation, wire);
      sandbox.connections().closed();
      wire.free();
    }
  }

  private void serveAll() throws IOException {
    try {
      while (serve()) {
        wire.recycle();
      }
    } catch (BadMessageException e) {
      refuseAndClose(e.status(), "InvalidRequest", e.getMessage());
    } catch (BodyTooLargeException e) {
      refuseAndClose(413, "RequestEntityTooLarge", e.getMessage());
    }
  }

  private boolean serve() throws IOException {
    RequestHead head = wire.readHead();
    if (head == null) {
      return false;
    }
    switch (RuntimeRoute.of(head.method(), head.target())) {
      case RuntimeRoute.Next() -> {
        return next(head);
      }
      case RuntimeRoute.Response(String id) ->
          new AnswerReading(sandbox, clock, generation, wire).response(id, head);
      case RuntimeRoute.ErrorOf(String id) ->
          new AnswerReading(sandbox, clock, generation, wire).error(id, head);
      case RuntimeRoute.InitError() -> initError(head);
      case RuntimeRoute.Ping() -> {
        wire.body(head).discard(IGNORED_BYTES);
        wire.out()
            .status(200, Reason.of(200))
            .header(HeaderName.CONTENT_TYPE, "text/plain")
            .send(ByteBuffer.wrap("pong".getBytes(UTF_8)));
      }
      case RuntimeRoute.WrongMethod() ->
          refuse(wire, wire.body(head), 405, "MethodNotAllowed", "the path has other methods");
      case RuntimeRoute.Unknown() -> refuse(wire, wire.body(head), 404, "NotFound", "no such path");
    }
    return !head.isLast();
  }

  /** False where the connection can be closed. */
  private boolean next(RequestHead head) throws IOException {
    Body body = wire.body(head);
    body.discard(IGNORED_BYTES);
    Optional<Refusal> refusal = sandbox.next(generation, wire);
    if (refusal.isPresent()) {
      refuse(wire, body, refusal.get());
      return !head.isLast();
    }
    // Even on its last request the runtime waits for the event; it closes when it has that.
    return true;
  }

  private void initError(RequestHead head) throws IOException {
    Body body = wire.body(head);
    ByteBuffer data = wire.readAll(body, INIT_ERROR_BYTES);
    byte[] document = new byte[data.remaining()];
    data.get(document);
    String type = ErrorTypes.ofRuntime(head.headers().get(ERROR_TYPE, ""));
    Optional<Refusal> refusal =
        sandbox.initError(generation, new Verdict.InitFailed(type, ByteBuffer.wrap(document)));
    if (refusal.isPresent()) {
      refuse(wire, body, refusal.get());
    } else {
      accepted(wire);
    }
    sandbox.logEnd();
  }

  private void refuseAndClose(int status, String type, String message) throws IOException {
    wire.out()
        .status(status, Reason.of(status))
        .header(HeaderName.CONTENT_TYPE, "application/json")
        .header(HeaderName.CONNECTION, "close")
        .send(document(type, message));
    wire.lingerAndClose();
  }

  static void accepted(Wire wire) throws IOException {
    wire.out()
        .status(202, Reason.of(202))
        .header(HeaderName.CONTENT_TYPE, "application/json")
        .send(ByteBuffer.wrap(OK));
  }

  static void refuse(Wire wire, Body body, Refusal refusal) throws IOException {
    refuse(wire, body, refusal.status(), refusal.type(), refusal.message());
  }

  /** Refuses after the rest of the body, without which the connection would be lost. */
  static void refuse(Wire wire, Body body, int status, String type, String message)
      throws IOException {
    body.discard(IGNORED_BYTES);
    wire.out()
        .status(status, Reason.of(status))
        .header(HeaderName.CONTENT_TYPE, "application/json")
        .send(document(type, message));
  }

  private static ByteBuffer document(String type, String message) {
    return ByteBuffer.wrap(
        new JsonText().put("errorMessage", message).put("errorType", type).bytes());
  }
}
