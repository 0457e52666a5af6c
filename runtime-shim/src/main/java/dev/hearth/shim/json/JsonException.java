package dev.hearth.shim.json;

/** A text that is not the JSON that was expected. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  public JsonException(String message) {
    super(message);
  }
}
