package dev.hearth.shim.process;

import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.function.LogSettings;
import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * What a spare's maker knows of the runtime that its functions will have.
 *
 * @param instead the command of functions that may run in a started runtime
 * @param command what that command comes to, or the same
 * @param environment the runtime's own variables
 * @param memorySizeMb the memory of functions that may run in it; 0 where the command makes nothing
 *     of it
 */
public record Prestart(
    List<String> instead, List<String> command, Map<String, String> environment, int memorySizeMb) {
  private static final int ANY = 1;

  public static Prestart parse(String json) throws JsonException {
    JsonObject object = JsonObject.parse(json);
    Prestart prestart =
        new Prestart(
            object.list("instead"),
            object.list("command"),
            object.strings("environment"),
            object.has("memorySizeMb") ? (int) object.number("memorySizeMb") : 0);
    if (prestart.instead.isEmpty() || prestart.command.isEmpty()) {
      throw new JsonException("instead and command must name a command");
    }
    return prestart;
  }

  /** The settings of a function that there is not, for the variables all functions have. */
  public FunctionSettings nobody() {
    return new FunctionSettings(
        "",
        "",
        "",
        "",
        "",
        "",
        instead,
        environment,
        "/",
        "",
        memorySizeMb,
        ANY,
        Map.of(),
        "on-demand",
        LogSettings.TEXT,
        List.of());
  }
}
