package dev.hearth.shim.function;

import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.json.JsonObject;

/**
 * How a function's log is written.
 *
 * @param json one JSON object a line, else AWS's text
 * @param applicationLevel what the runtime's interface client lets through; it filters itself
 * @param systemLevel of the platform's own lines in JSON: DEBUG, INFO or WARN
 */
public record LogSettings(boolean json, String applicationLevel, String systemLevel) {
  public static final LogSettings TEXT = new LogSettings(false, "", "INFO");

  static LogSettings of(JsonObject object) throws JsonException {
    String format = object.string("logFormat", "Text");
    if (!format.equals("Text") && !format.equals("JSON")) {
      throw new JsonException("logFormat must be Text or JSON");
    }
    return new LogSettings(
        format.equals("JSON"),
        object.string("applicationLogLevel", ""),
        object.string("systemLogLevel", "INFO"));
  }
}
