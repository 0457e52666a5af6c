package dev.hearth.gateway.invocation;

/** How far a JSON number has come (RFC 8259 section 6). */
enum NumberPart {
  MINUS,
  ZERO,
  WHOLE,
  POINT,
  FRACTION,
  EXPONENT,
  SIGN,
  POWER;

  /** Whether a number may end here. */
  boolean mayEnd() {
    return switch (this) {
      case ZERO, WHOLE, FRACTION, POWER -> true;
      case MINUS, POINT, EXPONENT, SIGN -> false;
    };
  }

  /** Where this character leads, or null if it does not belong to the number. */
  NumberPart then(byte c) {
    return c >= '0' && c <= '9' ? afterDigit(c) : afterSign(c);
  }

  private NumberPart afterDigit(byte c) {
    return switch (this) {
      case MINUS -> c == '0' ? ZERO : WHOLE;
      case ZERO -> null;
      case WHOLE -> WHOLE;
      case POINT, FRACTION -> FRACTION;
      case EXPONENT, SIGN, POWER -> POWER;
    };
  }

  private NumberPart afterSign(byte c) {
    boolean exponent = c == 'e' || c == 'E';
    return switch (this) {
      case ZERO, WHOLE -> c == '.' ? POINT : exponent ? EXPONENT : null;
      case FRACTION -> exponent ? EXPONENT : null;
      case EXPONENT -> c == '+' || c == '-' ? SIGN : null;
      case MINUS, POINT, SIGN, POWER -> null;
    };
  }
}
