package dev.hearth.shim.json;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes one JSON object, member by member. */
public final class JsonText {
  private final StringBuilder text = new StringBuilder(128).append('{');

  public JsonText put(String name, String value) {
    name(name);
    quote(text, value);
    return this;
  }

  public JsonText put(String name, long value) {
    name(name).append(value);
    return this;
  }

  /** A member whose value is JSON already. */
  public JsonText putJson(String name, String json) {
    name(name).append(json);
    return this;
  }

  private StringBuilder name(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(text, name);
    return text.append(':');
  }

  private static void quote(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || (Character.isSurrogate(c) && !paired(value, i))) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(Character.forDigit(c >> shift & 15, 16));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean paired(String value, int at) {
    return Character.isHighSurrogate(value.charAt(at))
        ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
  }

  @Override
  public String toString() {
    return text + "}";
  }

  public byte[] bytes() {
    return toString().getBytes(UTF_8);
  }
}
