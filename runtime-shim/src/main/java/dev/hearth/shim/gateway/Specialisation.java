package dev.hearth.shim.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.artifact.BadArtifactException;
import dev.hearth.shim.artifact.Receiver;
import dev.hearth.shim.artifact.UnpackLimits;
import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.http.HeaderName;
import dev.hearth.shim.http.Reason;
import dev.hearth.shim.http.RequestHead;
import dev.hearth.shim.http.Wire;
import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.json.JsonText;
import dev.hearth.shim.lifecycle.Refusal;
import dev.hearth.shim.lifecycle.SandboxEvent;
import dev.hearth.shim.log.Report;
import dev.hearth.shim.sandbox.HearthHeaders;
import dev.hearth.shim.sandbox.InitResult;
import dev.hearth.shim.sandbox.InvokeRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes a spare sandbox a function's: receives the code, unpacks it, and waits for Init. Whatever
 * goes wrong before Init ends the sandbox, which is nobody's then.
 */
final class Specialisation {
  private final GatewayServer server;
  private final Wire wire;

  Specialisation(GatewayServer server, Wire wire) {
    this.server = server;
    this.wire = wire;
  }

  /** False where the connection can take no further request. */
  boolean run(RequestHead head) throws IOException, InterruptedException {
    Optional<Refusal> refusal =
        server.sandbox.tell(new SandboxEvent.Specialise(InvokeRequest.epoch(head.headers())));
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return false;
    }
    FunctionSettings function;
    try {
      function = receive(head);
    } catch (BadArtifactException e) {
      answer(422, GatewayConnection.document(e.errorType(), e.getMessage()));
      server.sandbox.tell(new SandboxEvent.CodeRefused());
      return false;
    } catch (JsonException e) {
      answer(400, GatewayConnection.document("InvalidRequest", e.getMessage()));
      server.sandbox.tell(new SandboxEvent.CodeRefused());
      return false;
    } catch (IOException | RuntimeException e) {
      server.sandbox.tell(new SandboxEvent.CodeRefused());
      throw e;
    }
    answer(200, document(server.sandbox.initialise(function)));
    return true;
  }

  private FunctionSettings receive(RequestHead head)
      throws IOException, BadArtifactException, JsonException {
    Receiver receiver = new Receiver(wire.body(head), server.config.tmp(), UnpackLimits.STANDARD);
    FunctionSettings function = FunctionSettings.parse(new String(receiver.settings(), UTF_8));
    receiver.unpack(function.artifacts(), server.config.taskRoot(), server.config.layerRoot());
    return function;
  }

  private static ByteBuffer document(InitResult init) {
    JsonText json = new JsonText().put("state", "idle");
    json.putJson("initMs", Report.ms(init.nanos()));
    if (!init.errorType().isEmpty()) {
      json.putJson(
          "initError",
          new JsonText()
              .put("errorType", init.errorType())
              .put("errorMessage", init.errorMessage())
              .toString());
    }
    return ByteBuffer.wrap(json.bytes());
  }

  /** The code that follows is not read: the connection ends. */
  private void refuse(Refusal refusal) throws IOException {
    var out =
        wire.out()
            .status(refusal.status(), Reason.of(refusal.status()))
            .header(HeaderName.CONTENT_TYPE, "application/json")
            .header(HeaderName.CONNECTION, "close");
    if (refusal == Refusal.STALE_EPOCH) {
      out.header(HearthHeaders.EPOCH, server.sandbox.epoch());
    }
    out.send(GatewayConnection.document(refusal.type(), refusal.message()));
    wire.lingerAndClose();
  }

  private void answer(int status, ByteBuffer body) throws IOException {
    wire.out()
        .status(status, Reason.of(status))
        .header(HeaderName.CONTENT_TYPE, "application/json")
        .send(body);
  }
}
