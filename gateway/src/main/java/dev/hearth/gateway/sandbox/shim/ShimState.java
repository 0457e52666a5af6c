package dev.hearth.gateway.sandbox.shim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * What a shim says that it does. It comes from a sandbox, so it is compared and never relied upon.
 *
 * @param state {@code spare}, {@code initialising}, {@code idle}, {@code busy} or {@code draining}
 * @param function empty for a spare, as are the next two
 * @param hasRuntime a runtime is there that has come through Init; shims that do not say are
 *     believed to have one
 */
public record ShimState(
    String state, String function, String version, String revision, boolean hasRuntime) {
  static ShimState of(Buffer document) {
    try {
      var json = new JsonObject(document);
      return new ShimState(
          json.getString("state", ""),
          json.getString("function", ""),
          json.getString("version", ""),
          json.getString("revision", ""),
          json.getBoolean("initialised", true));
    } catch (RuntimeException hostile) {
      return new ShimState("", "", "", "", false);
    }
  }
}
