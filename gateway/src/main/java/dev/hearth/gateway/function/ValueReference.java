package dev.hearth.gateway.function;

/**
 * Where the value of a variable stands: a key of an object in the function's namespace. It is read
 * when a sandbox is specialised, and kept nowhere.
 */
public record ValueReference(Kind kind, String name, String key) {
  /** What the object is. */
  public enum Kind {
    SECRET,
    CONFIG_MAP
  }
}
