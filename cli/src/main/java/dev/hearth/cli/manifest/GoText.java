package dev.hearth.cli.manifest;

import java.util.List;
import java.util.Map;

/** Values and the names of their types as the API server, a Go program, prints them. */
final class GoText {
  private GoText() {}

  static String of(Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> quoted(text);
      case Object other -> String.valueOf(other);
    };
  }

  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  /** The OpenAPI name of a value's type. */
  static String openApiType(Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "string";
      case Boolean _ -> "boolean";
      case Long _ -> "integer";
      case Double _ -> "number";
      case List<?> _ -> "array";
      case Map<?, ?> _ -> "object";
      case Object other -> throw new IllegalArgumentException(other.getClass().getName());
    };
  }

  /** The name that Go's JSON decoder has for a value's type. */
  static String jsonType(Object value) {
    return switch (openApiType(value)) {
      case "boolean" -> "bool";
      case "integer" -> "number";
      case String same -> same;
    };
  }
}
