package dev.hearth.shim.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** A header's name, ready to be compared with and written as bytes. */
public final class HeaderName {
  public static final HeaderName CONTENT_LENGTH = of("Content-Length");
  public static final HeaderName CONTENT_TYPE = of("Content-Type");
  public static final HeaderName TRANSFER_ENCODING = of("Transfer-Encoding");
  public static final HeaderName CONNECTION = of("Connection");
  public static final HeaderName EXPECT = of("Expect");
  public static final HeaderName TRAILER = of("Trailer");

  private final String text;
  private final byte[] lower;
  private final byte[] line;

  private HeaderName(String text) {
    this.text = text;
    this.lower = text.toLowerCase(Locale.ROOT).getBytes(ISO_8859_1);
    this.line = (text + ": ").getBytes(ISO_8859_1);
  }

  public static HeaderName of(String text) {
    return new HeaderName(text);
  }

  /** The start of a header line, up to where the value goes. */
  byte[] line() {
    return line;
  }

  boolean matches(byte[] bytes, int from, int to) {
    if (to - from != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      int b = bytes[from + i];
      if (b != lower[i] && (b < 'A' || b > 'Z' || b + 32 != lower[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
