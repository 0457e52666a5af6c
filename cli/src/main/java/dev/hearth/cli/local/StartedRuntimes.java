package dev.hearth.cli.local;

import dev.hearth.gateway.function.FunctionVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Which functions find their runtime started in a spare, and how spares are told of it. */
final class StartedRuntimes {
  /** Of spares whose runtime starts with the function. */
  static final String NONE = "";

  /** Node.js and Java are started with a limit to their heap; Python takes what there is. */
  private static final int ANY = 0;

  private StartedRuntimes() {}

  /**
   * What a spare is told in {@code HEARTH_PRESTART} to suit the function; equal texts are equally
   * good.
   */
  static String of(FunctionVersion function) {
    String runtime = function.runtime();
    boolean limited = runtime.startsWith("nodejs") || runtime.startsWith("java");
    if (!limited && !runtime.startsWith("python")) {
      return NONE;
    }
    JsonArray command = new JsonArray(function.command());
    return new JsonObject()
        .put("instead", command)
        .put("command", command)
        .put("environment", new JsonObject(Map.copyOf(function.runtimeEnvironment())))
        .put("memorySizeMb", limited ? function.memorySizeMb() : ANY)
        .encode();
  }
}
