package dev.hearth.gateway.http;

import java.util.Arrays;
import java.util.List;

/** RFC 8259 and the well-formedness of UTF-8 as one table: state and byte to next state. */
final class JsonGrammar {
  /** Where in a document the next byte stands, and what may stand there. */
  enum State {
    VALUE("a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
    FIRST_ELEMENT("a value or ']'"),
    FIRST_KEY("a member name in double quotes or '}'"),
    KEY("a member name in double quotes"),
    COLON("':' after a member name"),
    AFTER_MEMBER("',' or '}' after a member"),
    AFTER_ELEMENT("',' or ']' after an element"),
    DONE("nothing after the document"),
    STRING("a character of a string, control characters escaped"),
    ESCAPE("one of \"\\/bfnrtu after a backslash"),
    HEX_4("four hexadecimal digits after \\u"),
    HEX_3(HEX_4.expected),
    HEX_2(HEX_4.expected),
    HEX_1(HEX_4.expected),
    MINUS("a digit after a minus sign"),
    ZERO("'.', an exponent or the end of a number after a leading zero"),
    INTEGER("a digit or the end of a number"),
    POINT("a digit after a decimal point"),
    FRACTION("a digit or the end of a number"),
    EXPONENT("a digit or sign in an exponent"),
    EXPONENT_SIGN("a digit in an exponent"),
    EXPONENT_DIGITS("a digit or the end of a number"),
    T("token 'true'"),
    TR(T.expected),
    TRU(T.expected),
    F("token 'false'"),
    FA(F.expected),
    FAL(F.expected),
    FALS(F.expected),
    N("token 'null'"),
    NU(N.expected),
    NUL(N.expected),
    TAIL_1("the rest of a UTF-8 character"),
    TAIL_2(TAIL_1.expected),
    TAIL_3(TAIL_1.expected),
    AFTER_E0(TAIL_1.expected),
    AFTER_ED(TAIL_1.expected),
    AFTER_F0(TAIL_1.expected),
    AFTER_F4(TAIL_1.expected);

    final String expected;

    State(String expected) {
      this.expected = expected;
    }

    /** The state's row in the table. */
    @SuppressWarnings("EnumOrdinal") // the rows have no order that anyone else could rely on
    int row() {
      return ordinal();
    }

    /** Whether a document may end here, where nothing is open. */
    boolean mayEnd() {
      return this == DONE
          || this == ZERO
          || this == INTEGER
          || this == FRACTION
          || this == EXPONENT_DIGITS;
    }
  }

  /** By row. */
  static final List<State> STATES = List.of(State.values());

  /** No document goes on like this. */
  static final byte REFUSE = -1;

  // What comes next depends on the nesting.
  static final byte OPEN_OBJECT = -2;
  static final byte OPEN_ARRAY = -3;
  static final byte CLOSE = -4;
  static final byte OPEN_KEY = -5;
  static final byte OPEN_STRING = -6;
  static final byte CLOSE_STRING = -7;
  static final byte END_LITERAL = -8;

  /** The byte after a number: the number ends, the byte is looked at again. */
  static final byte END_NUMBER = -9;

  /** Index {@code state.row() << 8 | byte}. */
  static final byte[] NEXT = new byte[STATES.size() << 8];

  private static final String SPACE = " \t\n\r";
  private static final String DIGITS = "0123456789";

  static {
    Arrays.fill(NEXT, REFUSE);
    structure();
    strings();
    characters();
    numbers();
    literal("true", State.T, State.TR, State.TRU);
    literal("false", State.F, State.FA, State.FAL, State.FALS);
    literal("null", State.N, State.NU, State.NUL);
  }

  private JsonGrammar() {}

  private static void structure() {
    for (State value : new State[] {State.VALUE, State.FIRST_ELEMENT}) {
      on(value, "{", OPEN_OBJECT);
      on(value, "[", OPEN_ARRAY);
      on(value, "\"", OPEN_STRING);
      on(value, "-", State.MINUS);
      on(value, "0", State.ZERO);
      on(value, "123456789", State.INTEGER);
      on(value, "t", State.T);
      on(value, "f", State.F);
      on(value, "n", State.N);
    }
    on(State.FIRST_ELEMENT, "]", CLOSE);
    on(State.FIRST_KEY, "}", CLOSE);
    on(State.FIRST_KEY, "\"", OPEN_KEY);
    on(State.KEY, "\"", OPEN_KEY);
    on(State.COLON, ":", State.VALUE);
    on(State.AFTER_MEMBER, ",", State.KEY);
    on(State.AFTER_MEMBER, "}", CLOSE);
    on(State.AFTER_ELEMENT, ",", State.VALUE);
    on(State.AFTER_ELEMENT, "]", CLOSE);
    for (State between : STATES.subList(0, State.DONE.row() + 1)) {
      on(between, SPACE, between);
    }
  }

  private static void strings() {
    range(State.STRING, 0x20, 0x7F, State.STRING);
    on(State.STRING, "\"", CLOSE_STRING);
    on(State.STRING, "\\", State.ESCAPE);
    on(State.ESCAPE, "\"\\/bfnrt", State.STRING);
    on(State.ESCAPE, "u", State.HEX_4);
    String hex = DIGITS + "abcdefABCDEF";
    on(State.HEX_4, hex, State.HEX_3);
    on(State.HEX_3, hex, State.HEX_2);
    on(State.HEX_2, hex, State.HEX_1);
    on(State.HEX_1, hex, State.STRING);
  }

  /** No overlong forms, no surrogates, nothing above U+10FFFF. */
  private static void characters() {
    range(State.STRING, 0xC2, 0xDF, State.TAIL_1);
    range(State.STRING, 0xE1, 0xEF, State.TAIL_2);
    range(State.STRING, 0xE0, 0xE0, State.AFTER_E0);
    range(State.STRING, 0xED, 0xED, State.AFTER_ED);
    range(State.STRING, 0xF0, 0xF0, State.AFTER_F0);
    range(State.STRING, 0xF1, 0xF3, State.TAIL_3);
    range(State.STRING, 0xF4, 0xF4, State.AFTER_F4);
    range(State.AFTER_E0, 0xA0, 0xBF, State.TAIL_1);
    range(State.AFTER_ED, 0x80, 0x9F, State.TAIL_1);
    range(State.AFTER_F0, 0x90, 0xBF, State.TAIL_2);
    range(State.AFTER_F4, 0x80, 0x8F, State.TAIL_2);
    range(State.TAIL_3, 0x80, 0xBF, State.TAIL_2);
    range(State.TAIL_2, 0x80, 0xBF, State.TAIL_1);
    range(State.TAIL_1, 0x80, 0xBF, State.STRING);
  }

  private static void numbers() {
    on(State.MINUS, "0", State.ZERO);
    on(State.MINUS, "123456789", State.INTEGER);
    on(State.INTEGER, DIGITS, State.INTEGER);
    on(State.ZERO, ".", State.POINT);
    on(State.INTEGER, ".", State.POINT);
    on(State.POINT, DIGITS, State.FRACTION);
    on(State.FRACTION, DIGITS, State.FRACTION);
    on(State.EXPONENT, "+-", State.EXPONENT_SIGN);
    on(State.EXPONENT, DIGITS, State.EXPONENT_DIGITS);
    on(State.EXPONENT_SIGN, DIGITS, State.EXPONENT_DIGITS);
    on(State.EXPONENT_DIGITS, DIGITS, State.EXPONENT_DIGITS);
    for (State mantissa : new State[] {State.ZERO, State.INTEGER, State.FRACTION}) {
      on(mantissa, "eE", State.EXPONENT);
      on(mantissa, SPACE + ",]}", END_NUMBER);
    }
    on(State.EXPONENT_DIGITS, SPACE + ",]}", END_NUMBER);
  }

  private static void literal(String word, State... read) {
    for (int i = 1; i < read.length; i++) {
      on(read[i - 1], word.substring(i, i + 1), read[i]);
    }
    on(read[read.length - 1], word.substring(read.length), END_LITERAL);
  }

  private static void on(State from, String bytes, State to) {
    on(from, bytes, (byte) to.row());
  }

  private static void on(State from, String bytes, byte to) {
    bytes.chars().forEach(b -> NEXT[from.row() << 8 | b] = to);
  }

  private static void range(State from, int first, int last, State to) {
    int row = from.row() << 8;
    Arrays.fill(NEXT, row + first, row + last + 1, (byte) to.row());
  }
}
