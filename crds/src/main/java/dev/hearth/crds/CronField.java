package dev.hearth.crds;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a {@link Cron}: lists of values, ranges and steps.
 *
 * @param name for people
 * @param names what the first values may be called, in upper case
 */
record CronField(String name, int min, int max, List<String> names) {
  private static final Pattern PART =
      Pattern.compile("(?:(\\*)|(\\w+)(?:-(\\w+))?)(?:/([0-9]{1,2}))?");

  /** The values that a text names, as bits. */
  long parse(String text) {
    long values = 0;
    for (String part : text.split(",", -1)) {
      values |= part(part);
    }
    return values;
  }

  private long part(String text) {
    Matcher part = PART.matcher(text);
    if (!part.matches()) {
      throw wrong(text);
    }
    boolean all = part.group(1) != null;
    String step = part.group(4);
    int first = all ? min : value(part.group(2));
    int last = last(part, all, first);
    int by = step == null ? 1 : Integer.parseInt(step);
    if (first > last || by == 0) {
      throw wrong(text);
    }
    long values = 0;
    for (int value = first; value <= last; value += by) {
      values |= 1L << value;
    }
    return values;
  }

  /** A single value with a step begins a range. */
  private int last(Matcher part, boolean all, int first) {
    if (part.group(3) != null) {
      return value(part.group(3));
    }
    return all || part.group(4) != null ? max : first;
  }

  private int value(String text) {
    int named = names.indexOf(text);
    if (named >= 0) {
      return named + min;
    }
    if (!text.matches("[0-9]{1,2}")) {
      throw wrong(text);
    }
    int value = Integer.parseInt(text);
    if (value < min || value > max) {
      throw wrong(text);
    }
    return value;
  }

  private IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "%s cannot be \"%s\": it is %d-%d, and lists, ranges and steps of these"
            .formatted(name, text, min, max));
  }
}
