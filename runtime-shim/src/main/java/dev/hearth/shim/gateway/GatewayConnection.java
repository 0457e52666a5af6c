package dev.hearth.shim.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.http.BadMessageException;
import dev.hearth.shim.http.Body;
import dev.hearth.shim.http.BodyTooLargeException;
import dev.hearth.shim.http.HeaderName;
import dev.hearth.shim.http.Outgoing;
import dev.hearth.shim.http.Reason;
import dev.hearth.shim.http.RequestHead;
import dev.hearth.shim.http.TruncatedMessageException;
import dev.hearth.shim.http.Wire;
import dev.hearth.shim.json.JsonText;
import dev.hearth.shim.lifecycle.Refusal;
import dev.hearth.shim.lifecycle.SandboxEvent;
import dev.hearth.shim.sandbox.HearthHeaders;
import dev.hearth.shim.sandbox.Invocation;
import dev.hearth.shim.sandbox.InvokeRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The thread of one connection: reads a gateway's requests and answers what can be at once. */
final class GatewayConnection implements Runnable {
  private static final int EVENT_BYTES = 6 * 1024 * 1024 + 100;

  /** Of a request that has no use for a body. */
  private static final int IGNORED_BYTES = 1024;

  private final GatewayServer server;
  private final Wire wire;
  private boolean welcomed;
  private String nonce = "";

  /** The invocation that came by this connection and may not have been answered yet. */
  private Invocation pending;

  GatewayConnection(GatewayServer server, Wire wire) {
    this.server = server;
    this.wire = wire;
  }

  @Override
  public void run() {
    try (wire) {
      serveAll();
    } catch (IOException _) {
      // The gateway has closed the connection; what it asked for before goes on.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.left(wire, welcomed);
      release();
    }
  }

  private void serveAll() throws IOException, InterruptedException {
    try {
      while (awaitRequest() && serve()) {
        // One request after the other.
      }
    } catch (BadMessageException e) {
      refuseAndClose(e.status(), "InvalidRequest", e.getMessage());
    } catch (BodyTooLargeException e) {
      refuseAndClose(413, "RequestEntityTooLarge", e.getMessage());
    }
  }

  private void release() {
    try {
      if (pending != null) {
        pending.awaitAnswered();
      }
      wire.free();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for the next request where the last event still lies in the connection's memory: nobody
   * moves it before the runtime has it.
   */
  private boolean awaitRequest() throws IOException, InterruptedException {
    if (pending != null && !wire.hasRoom()) {
      pending.awaitHandedOver();
    }
    if (pending == null || pending.isHandedOver()) {
      wire.recycle();
    }
    boolean more = wire.awaitRequest();
    if (pending != null) {
      pending.awaitAnswered();
      pending = null;
      wire.recycle();
    }
    return more;
  }

  /** Answers one request; false where it was the connection's last. */
  private boolean serve() throws IOException, InterruptedException {
    RequestHead head = wire.readHead();
    if (head == null) {
      return false;
    }
    if (head.is("POST", "/v1/invoke") && welcomed) {
      return invoke(head) && !head.isLast();
    }
    if (head.is("POST", "/v1/specialise") && welcomed) {
      return new Specialisation(server, wire).run(head) && !head.isLast();
    }
    wire.body(head).discard(IGNORED_BYTES);
    return other(head) && !head.isLast();
  }

  private boolean other(RequestHead head) throws IOException {
    if (head.is("GET", "/healthz")) {
      return answer(200, "{\"status\":\"ok\"}");
    } else if (head.is("GET", "/v1/hello")) {
      nonce = server.nonce();
      return answer(
          200,
          new JsonText()
              .put("protocol", 1)
              .put("sandbox", server.config.sandboxUid())
              .put("nonce", nonce)
              .put("epoch", server.sandbox.epoch())
              .toString());
    } else if (head.is("POST", "/v1/hello")) {
      return hello(head);
    } else if (!welcomed && head.target().startsWith("/v1/")) {
      return refuse(401, "Unauthorized", "say hello first");
    } else if (head.is("GET", "/v1/state")) {
      return answer(200, state());
    } else if (head.is("POST", "/v1/drain")) {
      answer(202, "{}");
      server.sandbox.tell(new SandboxEvent.Drain());
      return true;
    }
    return refuse(404, "NotFound", "no such path");
  }

  private String state() {
    return server.sandbox.view().json(server.config.sandboxUid());
  }

  private boolean hello(RequestHead head) throws IOException {
    String tried = nonce;
    nonce = "";
    if (!head.headers().get(HearthHeaders.PROTOCOL, "").equals("1")) {
      return refuse(400, "InvalidRequest", "only protocol 1 is known");
    }
    String epoch = head.headers().get(HearthHeaders.EPOCH, "");
    boolean proven =
        !tried.isEmpty()
            && server.hello.isGateway(
                tried,
                epoch,
                head.headers().get(HearthHeaders.EXPIRES, ""),
                head.headers().get(HearthHeaders.SIGNATURE, ""),
                server.clock.millis());
    if (!proven) {
      return refuse(401, "Unauthorized", "no gateway has signed this");
    }
    Optional<Refusal> stale =
        server.sandbox.tell(new SandboxEvent.Fence(InvokeRequest.epoch(head.headers())));
    if (stale.isPresent()) {
      return refuse(stale.get());
    }
    if (!welcomed && !server.welcome(wire)) {
      return refuse(503, "TooManyConnections", "too many gateways are connected");
    }
    welcomed = true;
    ByteBuffer body = ByteBuffer.wrap(state().getBytes(UTF_8));
    json(200).header(HearthHeaders.IDENTITY, server.hello.identity(tried)).send(body);
    return true;
  }

  private boolean invoke(RequestHead head) throws IOException, InterruptedException {
    InvokeRequest request = InvokeRequest.parse(head.headers());
    Body body = wire.body(head);
    ByteBuffer event;
    try {
      event = wire.readAll(body, EVENT_BYTES);
    } catch (TruncatedMessageException e) {
      // The gateway takes the event back; nobody has seen it.
      return false;
    }
    Invocation invocation = new Invocation(request, event, wire, server.clock.nanos());
    Optional<Refusal> refusal = server.sandbox.invoke(invocation);
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    pending = invocation;
    return true;
  }

  /** Refuses what was asked; the connection stays good, as the gateway's fence may need it. */
  private boolean refuse(Refusal refusal) throws IOException {
    Outgoing out = json(refusal.status());
    if (refusal == Refusal.STALE_EPOCH) {
      out.header(HearthHeaders.EPOCH, server.sandbox.epoch());
    }
    out.send(document(refusal.type(), refusal.message()));
    return true;
  }

  private boolean refuse(int status, String type, String message) throws IOException {
    json(status).header(HeaderName.CONNECTION, "close").send(document(type, message));
    return false;
  }

  private void refuseAndClose(int status, String type, String message) throws IOException {
    refuse(status, type, message);
    wire.lingerAndClose();
  }

  private boolean answer(int status, String json) throws IOException {
    json(status).send(ByteBuffer.wrap(json.getBytes(UTF_8)));
    return true;
  }

  private Outgoing json(int status) {
    return wire.out()
        .status(status, Reason.of(status))
        .header(HeaderName.CONTENT_TYPE, "application/json");
  }

  static ByteBuffer document(String type, String message) {
    return ByteBuffer.wrap(
        new JsonText().put("errorType", type).put("errorMessage", message).bytes());
  }
}
