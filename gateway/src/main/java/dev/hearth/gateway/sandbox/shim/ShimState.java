package dev.hearth.gateway.sandbox.shim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * What a shim says that it does. It comes from a sandbox, so it is compared and never relied upon.
 *
 * @param epoch it follows no lower one
 * @param state {@code spare}, {@code initialising}, {@code idle}, {@code busy} or {@code draining}
 * @param function empty for a spare, as are the next two
 * @param requestId of the invocation it is at; empty where it is at none
 * @param hasRuntime a runtime is there that has come through Init; shims that do not say are
 *     believed to have one
 */
public record ShimState(
    long epoch,
    String state,
    String function,
    String version,
    String revision,
    String requestId,
    boolean hasRuntime) {
  static ShimState of(Buffer document) {
    try {
      var json = new JsonObject(document);
      return new ShimState(
          json.getLong("epoch", 0L),
          json.getString("state", ""),
          json.getString("function", ""),
          json.getString("version", ""),
          json.getString("revision", ""),
          json.getString("requestId", ""),
          json.getBoolean("initialised", true));
    } catch (RuntimeException hostile) {
      return new ShimState(0, "", "", "", "", "", false);
    }
  }
}
