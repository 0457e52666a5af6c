package dev.hearth.shim.sandbox;

import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.json.JsonText;
import dev.hearth.shim.lifecycle.Lifecycle;
import dev.hearth.shim.lifecycle.SandboxState;

/**
 * A sandbox's state as gateways see it; function and request id are empty where there is none.
 *
 * @param withoutRuntime it is idle and the next invocation has to run Init
 */
public record SandboxView(
    long epoch,
    String state,
    String function,
    String version,
    String revision,
    String requestId,
    boolean withoutRuntime) {
  static SandboxView of(Lifecycle life, FunctionSettings function, Invocation current) {
    String state =
        switch (life.state()) {
          case SandboxState.Spare _ -> "spare";
          case SandboxState.Initialising _ -> "initialising";
          case SandboxState.Idle _ -> "idle";
          case SandboxState.Busy _ -> "busy";
          case SandboxState.Orphaned _ -> "busy";
          case SandboxState.Resetting _ -> "busy";
          case SandboxState.Gone _ -> "draining";
        };
    return new SandboxView(
        life.epoch(),
        life.draining() ? "draining" : state,
        function == null ? "" : function.name(),
        function == null ? "" : function.version(),
        function == null ? "" : function.revision(),
        current == null ? "" : current.request().requestId(),
        life.state() instanceof SandboxState.Idle(SandboxState.Presence runtime)
            && runtime == SandboxState.Presence.NONE);
  }

  public String json(String sandboxUid) {
    JsonText json =
        new JsonText().put("sandbox", sandboxUid).put("epoch", epoch).put("state", state);
    if (!function.isEmpty()) {
      json.put("function", function).put("version", version).put("revision", revision);
    }
    if (!requestId.isEmpty()) {
      json.put("requestId", requestId);
    }
    if (withoutRuntime) {
      json.putJson("initialised", "false");
    }
    return json.toString();
  }
}
