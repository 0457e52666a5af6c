package dev.hearth.cli.manifest;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Plain YAML scalars as kubectl and the API server understand them, which is YAML 1.1: {@code yes}
 * and {@code on} are booleans there, {@code 0777} is octal.
 */
final class YamlScalar {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = words("y", "yes", "on", "true");
  private static final Set<String> FALSE = words("n", "no", "off", "false");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private YamlScalar() {}

  /** Null, a Boolean, a Long, a Double or the text itself. */
  static Object of(String text) {
    if (NULLS.contains(text)) {
      return null;
    }
    if (TRUE.contains(text)) {
      return true;
    }
    if (FALSE.contains(text)) {
      return false;
    }
    if (INFINITE.matcher(text).matches()) {
      return Double.POSITIVE_INFINITY;
    }
    Object number = number(text.replace("_", ""));
    return number == null ? text : number;
  }

  private static Object number(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    int radix = radix(digits);
    BigInteger whole = parse(digits.substring(prefix(digits)), radix);
    if (whole == null) {
      return FLOAT.matcher(text).matches() ? narrow(Double.parseDouble(text)) : null;
    }
    BigInteger value = text.startsWith("-") ? whole.negate() : whole;
    return value.bitLength() < Long.SIZE ? (Object) value.longValueExact() : value.doubleValue();
  }

  /** A float without a fraction becomes a whole number on its way through JSON. */
  private static Object narrow(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? (Object) (long) value : value;
  }

  private static int radix(String digits) {
    String start = digits.toLowerCase(Locale.ROOT);
    if (start.startsWith("0x")) {
      return 16;
    }
    if (start.startsWith("0b")) {
      return 2;
    }
    return start.startsWith("0o") || start.matches("0[0-7]+") ? 8 : 10;
  }

  private static int prefix(String digits) {
    return digits.matches("(?i)0[xbo].*") ? 2 : 0;
  }

  private static BigInteger parse(String digits, int radix) {
    boolean all = !digits.isEmpty() && digits.chars().allMatch(c -> Character.digit(c, radix) >= 0);
    return all ? new BigInteger(digits, radix) : null;
  }

  private static Set<String> words(String... lower) {
    var all = new java.util.HashSet<String>();
    for (String word : lower) {
      all.add(word);
      all.add(word.toUpperCase(Locale.ROOT));
      all.add(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return Set.copyOf(all);
  }
}
