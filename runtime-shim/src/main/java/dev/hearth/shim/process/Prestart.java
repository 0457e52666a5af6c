package dev.hearth.shim.process;

import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.function.LogSettings;
import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a spare's maker knows of the runtime that its functions will have.
 *
 * @param instead the command of functions that may run in a started runtime
 * @param python what that command comes to: an interpreter, flags, a script, arguments
 * @param environment the runtime's own variables
 */
public record Prestart(List<String> instead, List<String> python, Map<String, String> environment) {
  private static final int ANY = 1;

  public static Prestart parse(String json) throws JsonException {
    JsonObject object = JsonObject.parse(json);
    Prestart prestart =
        new Prestart(object.list("instead"), object.list("python"), object.strings("environment"));
    if (prestart.instead.isEmpty() || prestart.script() == prestart.python.size()) {
      throw new JsonException("instead and python must name a command and a script");
    }
    return prestart;
  }

  /** The index of the script, behind the interpreter and its flags. */
  private int script() {
    int at = 1;
    while (at < python.size() && python.get(at).startsWith("-")) {
      at++;
    }
    return Math.min(at, python.size());
  }

  /** What is started in the spare. */
  List<String> command(String waiting) {
    List<String> command = new ArrayList<>(python.subList(0, script()));
    command.add(waiting);
    command.add(python.get(script()));
    return command;
  }

  /** The script and its arguments. */
  List<String> arguments() {
    return python.subList(script(), python.size());
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
        ANY,
        ANY,
        Map.of(),
        "on-demand",
        LogSettings.TEXT,
        List.of());
  }
}
