package dev.hearth.shim.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** The header lines of one message, or the trailers of one body, in the order they came. */
public final class Headers {
  public static final Headers NONE = new Headers(new byte[0], new int[0], 0);

  private final byte[] bytes;

  /** Four offsets a line: where name and value start and end. */
  private final int[] spans;

  private final int count;

  private Headers(byte[] bytes, int[] spans, int count) {
    this.bytes = bytes;
    this.spans = spans;
    this.count = count;
  }

  /** Reads lines in {@code bytes[from, to)}; the empty line that ends them must be the last. */
  static Headers parse(byte[] bytes, int from, int to, HttpLimits limits)
      throws BadMessageException {
    int[] spans = new int[4 * 12];
    int count = 0;
    int at = from;
    while (at + 2 < to) {
      if (count == limits.headerCount()) {
        throw new BadMessageException(431, "more than " + count + " header lines");
      }
      if (4 * count == spans.length) {
        spans = Arrays.copyOf(spans, spans.length * 2);
      }
      at = line(bytes, at, limits, spans, 4 * count++);
    }
    return new Headers(bytes, spans, count);
  }

  /** Reads the line at {@code at} into four spans; answers where the next one starts. */
  private static int line(byte[] bytes, int at, HttpLimits limits, int[] spans, int span)
      throws BadMessageException {
    int colon = at;
    while (Octets.isToken(bytes[colon])) {
      colon++;
    }
    if (colon == at || bytes[colon] != ':') {
      throw new BadMessageException(400, "a header line without a name");
    }
    int start = colon + 1;
    while (Octets.isBlank(bytes[start])) {
      start++;
    }
    int end = start;
    while (Octets.isFieldValue(bytes[end])) {
      end++;
    }
    if (bytes[end] != '\r' || bytes[end + 1] != '\n') {
      throw new BadMessageException(400, "a forbidden character in a header's value");
    }
    int next = end + 2;
    if (next - at > limits.lineBytes()) {
      throw new BadMessageException(
          431, "a header line of more than " + limits.lineBytes() + " bytes");
    }
    while (end > start && Octets.isBlank(bytes[end - 1])) {
      end--;
    }
    spans[span] = at;
    spans[span + 1] = colon;
    spans[span + 2] = start;
    spans[span + 3] = end;
    return next;
  }

  public int count() {
    return count;
  }

  public boolean has(HeaderName name) {
    return find(name, 0) >= 0;
  }

  /** The first value of that name, or {@code absent}. */
  public String get(HeaderName name, String absent) {
    int found = find(name, 0);
    return found < 0 ? absent : value(found);
  }

  /** How many lines have that name. */
  int count(HeaderName name) {
    int lines = 0;
    for (int at = find(name, 0); at >= 0; at = find(name, at + 1)) {
      lines++;
    }
    return lines;
  }

  private String value(int index) {
    int start = spans[4 * index + 2];
    return new String(bytes, start, spans[4 * index + 3] - start, ISO_8859_1);
  }

  private int find(HeaderName name, int from) {
    for (int i = from; i < count; i++) {
      if (name.matches(bytes, spans[4 * i], spans[4 * i + 1])) {
        return i;
      }
    }
    return -1;
  }
}
