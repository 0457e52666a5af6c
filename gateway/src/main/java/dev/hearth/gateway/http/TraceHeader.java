package dev.hearth.gateway.http;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The trace that an invocation belongs to: {@code Root=1-SECONDS-ID;Parent=ID;Sampled=0|1} and what
 * else the caller's header carried, such as {@code Lineage}.
 *
 * @param others fields that are not ours to read, as they came
 */
record TraceHeader(String root, String parent, boolean sampled, List<String> others) {
  /** Characters of a header that is continued; a longer one is not believed. */
  static final int MAX_LENGTH = 1_024;

  private static final Pattern ROOT = Pattern.compile("1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}");
  private static final Pattern PARENT = Pattern.compile("[0-9a-fA-F]{16}");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
  private static final HexFormat HEX = HexFormat.of();

  /**
   * The caller's trace, or a new one where the caller sent none (null) or not a valid one. A
   * missing parent is made up; what nobody decided to sample is not sampled.
   */
  static TraceHeader continued(String received, InstantSource clock, RandomGenerator random) {
    String root = "";
    String parent = "";
    boolean sampled = false;
    var others = new ArrayList<String>(0);
    if (received != null
        && received.length() <= MAX_LENGTH
        && PRINTABLE.matcher(received).matches()) {
      for (String part : received.split(";", -1)) {
        String field = part.strip();
        String value = field.substring(field.indexOf('=') + 1);
        switch (field.substring(0, field.length() - value.length())) {
          case "Root=" -> root = ROOT.matcher(value).matches() ? value : "";
          case "Parent=" -> parent = PARENT.matcher(value).matches() ? value : "";
          case "Sampled=" -> sampled = value.equals("1");
          case "" -> {}
          default -> others.add(field);
        }
      }
    }
    if (root.isEmpty()) {
      return new TraceHeader(newRoot(clock, random), newId(random), false, List.of());
    }
    return new TraceHeader(
        root, parent.isEmpty() ? newId(random) : parent, sampled, List.copyOf(others));
  }

  /** As it goes out. */
  String text() {
    var text = new StringBuilder("Root=").append(root).append(";Parent=").append(parent);
    text.append(";Sampled=").append(sampled ? '1' : '0');
    others.forEach(field -> text.append(';').append(field));
    return text.toString();
  }

  private static String newRoot(InstantSource clock, RandomGenerator random) {
    String seconds = HEX.toHexDigits((int) clock.instant().getEpochSecond());
    return "1-" + seconds + "-" + HEX.toHexDigits(random.nextInt()) + newId(random);
  }

  private static String newId(RandomGenerator random) {
    return HEX.toHexDigits(random.nextLong());
  }
}
