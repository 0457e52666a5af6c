package dev.hearth.shim.http;

/** How a message says where its body ends. */
public sealed interface BodyLength {
  /** As many bytes; 0 where there is no body. */
  record Fixed(long bytes) implements BodyLength {}

  /** Chunks, then trailers. */
  record Chunked() implements BodyLength {}

  /** A length of 19 digits and more is refused rather than added up. */
  int LENGTH_DIGITS = 18;

  static BodyLength of(Headers headers) throws BadMessageException {
    boolean encoded = headers.has(HeaderName.TRANSFER_ENCODING);
    int lengths = headers.count(HeaderName.CONTENT_LENGTH);
    if (lengths > 1 || (encoded && lengths > 0)) {
      throw new BadMessageException(400, "a body with two lengths");
    }
    if (encoded) {
      String encoding = headers.get(HeaderName.TRANSFER_ENCODING, "");
      if (headers.count(HeaderName.TRANSFER_ENCODING) > 1
          || !encoding.equalsIgnoreCase("chunked")) {
        throw new BadMessageException(501, "a transfer encoding that is not chunked");
      }
      return new Chunked();
    }
    return new Fixed(lengths == 0 ? 0 : digits(headers.get(HeaderName.CONTENT_LENGTH, "")));
  }

  private static long digits(String text) throws BadMessageException {
    if (text.isEmpty() || text.length() > LENGTH_DIGITS) {
      throw new BadMessageException(400, "a Content-Length that is not a number of bytes");
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw new BadMessageException(400, "a Content-Length that is not a number of bytes");
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }
}
