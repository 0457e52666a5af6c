package dev.hearth.gateway.invocation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether bytes that arrive in parts are one JSON text (RFC 8259) in valid UTF-8, in one pass
 * and without keeping them.
 */
public final class JsonCheck {
  /** Deepest nesting of arrays and objects; the runtimes' parsers recurse. */
  public static final int MAX_DEPTH = 1_000;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[][] WORDS = {word("true"), word("false"), word("null")};

  private enum State {
    VALUE,
    FIRST_ELEMENT,
    FIRST_NAME,
    NAME,
    COLON,
    AFTER_VALUE,
    STRING,
    ESCAPE,
    HEX,
    CONTINUATION,
    WORD,
    NUMBER,
    BROKEN
  }

  private final long[] objects = new long[(MAX_DEPTH >> 6) + 1];
  private State state = State.VALUE;
  private NumberPart number = NumberPart.ZERO;
  private int depth;
  private boolean stringIsName;
  private byte[] word = WORDS[0];
  private int seen;
  private int continuations;
  private int lowest;
  private int highest;
  private long fed;
  private int partStart;
  private String problem;

  /** Checks {@code bytes[from, to)}; false as soon as the text cannot become good any more. */
  public boolean feed(byte[] bytes, int from, int to) {
    partStart = from;
    int at = from;
    while (at < to && problem == null) {
      at =
          switch (state) {
            case STRING -> string(bytes, at, to);
            case NUMBER -> number(bytes, at, to);
            case WORD -> wordPart(bytes, at, to);
            case ESCAPE -> escape(bytes[at], at);
            case HEX -> hex(bytes[at], at);
            case CONTINUATION -> continuation(bytes[at], at);
            case VALUE, FIRST_ELEMENT, FIRST_NAME, NAME, COLON, AFTER_VALUE ->
                structure(bytes, at, to);
            case BROKEN -> to;
          };
    }
    fed += to - from;
    return problem == null;
  }

  /** Whether what was fed is a whole text; nothing may be fed afterwards. */
  public boolean end() {
    boolean valueEnded = state == State.AFTER_VALUE || (state == State.NUMBER && number.mayEnd());
    boolean whole = depth == 0 && valueEnded;
    if (problem == null && !whole) {
      problem = "Unexpected end-of-input at byte " + (fed + 1);
    }
    return problem == null;
  }

  /** What is wrong and where, or null. */
  public String problem() {
    return problem;
  }

  private int structure(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      byte c = bytes[at];
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        at++;
        continue;
      }
      switch (state) {
        case VALUE -> value(c, at);
        case FIRST_ELEMENT -> {
          if (c == ']') {
            close(false, c, at);
          } else {
            value(c, at);
          }
        }
        case FIRST_NAME -> {
          if (c == '}') {
            close(true, c, at);
          } else {
            name(c, at);
          }
        }
        case NAME -> name(c, at);
        case COLON -> next(c == ':', State.VALUE, c, at);
        case AFTER_VALUE -> afterValue(c, at);
        case STRING, ESCAPE, HEX, CONTINUATION, WORD, NUMBER, BROKEN -> {}
      }
      at++;
      if (state.compareTo(State.AFTER_VALUE) > 0) {
        return at;
      }
    }
    return at;
  }

  private void value(byte c, int at) {
    switch (c) {
      case '"' -> {
        stringIsName = false;
        state = State.STRING;
      }
      case '{' -> open(true, at);
      case '[' -> open(false, at);
      case 't' -> begin(WORDS[0]);
      case 'f' -> begin(WORDS[1]);
      case 'n' -> begin(WORDS[2]);
      case '-' -> begin(NumberPart.MINUS);
      case '0' -> begin(NumberPart.ZERO);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> begin(NumberPart.WHOLE);
      default -> unexpected(c, at);
    }
  }

  private void begin(byte[] expected) {
    word = expected;
    seen = 1;
    state = State.WORD;
  }

  private void begin(NumberPart first) {
    number = first;
    state = State.NUMBER;
  }

  private void name(byte c, int at) {
    stringIsName = true;
    next(c == '"', State.STRING, c, at);
  }

  private void next(boolean good, State then, byte c, int at) {
    if (good) {
      state = then;
    } else {
      unexpected(c, at);
    }
  }

  private void afterValue(byte c, int at) {
    if (depth == 0) {
      unexpected(c, at);
    } else if (c == ',') {
      state = inObject() ? State.NAME : State.VALUE;
    } else {
      close(inObject(), c, at);
    }
  }

  private void open(boolean object, int at) {
    if (depth == MAX_DEPTH) {
      fail("Nesting deeper than " + MAX_DEPTH, at);
      return;
    }
    depth++;
    long bit = 1L << depth;
    objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
    state = object ? State.FIRST_NAME : State.FIRST_ELEMENT;
  }

  private boolean inObject() {
    return (objects[depth >> 6] & (1L << depth)) != 0;
  }

  private void close(boolean object, byte c, int at) {
    if (c == (object ? '}' : ']')) {
      depth--;
      state = State.AFTER_VALUE;
    } else {
      unexpected(c, at);
    }
  }

  private int string(byte[] bytes, int from, int to) {
    int at = from;
    while (to - at >= Long.BYTES) {
      long special = special((long) LONGS.get(bytes, at));
      if (special != 0) {
        at += Long.numberOfTrailingZeros(special) >> 3;
        special(bytes[at], at);
        return at + 1;
      }
      at += Long.BYTES;
    }
    for (; at < to; at++) {
      byte c = bytes[at];
      if (c < ' ' || c == '"' || c == '\\') {
        special(c, at);
        return at + 1;
      }
    }
    return at;
  }

  /**
   * The high bit of the first byte, and perhaps of later ones, that is a control, a quote, a
   * backslash or not ASCII. A subtraction borrows only from above such a byte, so that the first is
   * exact.
   */
  private static long special(long eight) {
    long ones = 0x0101010101010101L;
    long quote = eight ^ (ones * '"');
    long backslash = eight ^ (ones * '\\');
    return ((eight - ones * ' ') | (quote - ones) | (backslash - ones) | eight) & (ones << 7);
  }

  private void special(byte c, int at) {
    if (c == '"') {
      state = stringIsName ? State.COLON : State.AFTER_VALUE;
    } else if (c == '\\') {
      state = State.ESCAPE;
    } else if (c >= 0) {
      fail("Illegal unquoted character (code " + c + ") in a string", at);
    } else {
      lead(c & 0xFF, at);
    }
  }

  /** The first byte of a longer sequence says how many follow, and bounds the second (RFC 3629). */
  private void lead(int c, int at) {
    lowest = 0x80;
    highest = 0xBF;
    if (c >= 0xC2 && c <= 0xDF) {
      continuations = 1;
    } else if (c >= 0xE0 && c <= 0xEF) {
      continuations = 2;
      lowest = c == 0xE0 ? 0xA0 : lowest;
      highest = c == 0xED ? 0x9F : highest;
    } else if (c >= 0xF0 && c <= 0xF4) {
      continuations = 3;
      lowest = c == 0xF0 ? 0x90 : lowest;
      highest = c == 0xF4 ? 0x8F : highest;
    } else {
      fail("Invalid UTF-8 start byte 0x" + Integer.toHexString(c), at);
      return;
    }
    state = State.CONTINUATION;
  }

  private int continuation(byte c, int at) {
    int b = c & 0xFF;
    if (b < lowest || b > highest) {
      fail("Invalid UTF-8 middle byte 0x" + Integer.toHexString(b), at);
    } else if (--continuations == 0) {
      state = State.STRING;
    }
    lowest = 0x80;
    highest = 0xBF;
    return at + 1;
  }

  private int escape(byte c, int at) {
    switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> state = State.STRING;
      case 'u' -> {
        seen = 0;
        state = State.HEX;
      }
      default -> fail("Unrecognized character escape " + shown(c), at);
    }
    return at + 1;
  }

  private int hex(byte c, int at) {
    if (Character.digit(c, 16) < 0) {
      fail("Unexpected character " + shown(c) + ": expected a hex-digit", at);
    } else if (++seen == 4) {
      state = State.STRING;
    }
    return at + 1;
  }

  private int wordPart(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && seen < word.length) {
      if (bytes[at] != word[seen]) {
        fail(
            "Unrecognized token: was expecting " + new String(word, StandardCharsets.US_ASCII), at);
        return to;
      }
      seen++;
      at++;
    }
    if (seen == word.length) {
      state = State.AFTER_VALUE;
    }
    return at;
  }

  private int number(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte c = bytes[at];
      if (number == NumberPart.WHOLE && c >= '0' && c <= '9') {
        continue;
      }
      NumberPart then = number.then(c);
      if (then == null) {
        boolean digit = c >= '0' && c <= '9';
        next(number.mayEnd() && !digit, State.AFTER_VALUE, c, at);
        return at;
      }
      number = then;
    }
    return to;
  }

  private void unexpected(byte c, int at) {
    String expected =
        switch (state) {
          case VALUE, FIRST_ELEMENT -> "a value";
          case FIRST_NAME, NAME -> "a name in quotes";
          case COLON -> "a colon";
          case AFTER_VALUE -> depth == 0 ? "the end" : "a comma or the end of the container";
          case NUMBER -> "a digit";
          case STRING, ESCAPE, HEX, CONTINUATION, WORD, BROKEN -> "something else";
        };
    fail("Unexpected character " + shown(c) + ": expected " + expected, at);
  }

  private static byte[] word(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String shown(byte c) {
    return c > ' ' ? "('" + (char) c + "' (code " + c + "))" : "(code " + (c & 0xFF) + ")";
  }

  private void fail(String what, int at) {
    state = State.BROKEN;
    problem = what + " at byte " + (fed + at - partStart + 1);
  }
}
