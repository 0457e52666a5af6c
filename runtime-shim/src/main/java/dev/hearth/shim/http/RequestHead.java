package dev.hearth.shim.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A request up to its body.
 *
 * @param target as it was sent, with its query
 */
public record RequestHead(String method, String target, Headers headers, BodyLength body) {
  private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(ISO_8859_1);

  private static final int METHOD_CHARACTERS = 16;

  /**
   * Where the head that starts at 0 ends (after its empty line), or -1 if it is not all in {@code
   * bytes[0, to)}. Bytes before {@code from} were looked at by an earlier call.
   */
  static int end(byte[] bytes, int from, int to) throws BadMessageException {
    for (int i = from; i < to; i++) {
      if (bytes[i] != '\n') {
        continue;
      }
      if (i == 0 || bytes[i - 1] != '\r') {
        throw new BadMessageException(400, "a line that does not end with CR LF");
      }
      if (i >= 3 && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** Reads the head that fills {@code bytes}, to and with its empty line. */
  static RequestHead parse(byte[] bytes, HttpLimits limits) throws BadMessageException {
    int space = 0;
    while (Octets.isToken(bytes[space])) {
      space++;
    }
    if (space == 0 || space > METHOD_CHARACTERS || bytes[space] != ' ') {
      throw new BadMessageException(400, "not an HTTP request line");
    }
    int start = space + 1;
    int end = start;
    while (Octets.isVisible(bytes[end])) {
      end++;
    }
    if (end == start || bytes[start] != '/') {
      throw new BadMessageException(400, "a request target that is not a path");
    }
    for (int i = 0; i < VERSION.length; i++) {
      if (end + i >= bytes.length || bytes[end + i] != VERSION[i]) {
        throw new BadMessageException(400, "not HTTP/1.1");
      }
    }
    int line = end + VERSION.length;
    if (line > limits.lineBytes()) {
      throw new BadMessageException(431, "a request line of more than " + limits.lineBytes());
    }
    Headers headers = Headers.parse(bytes, line, bytes.length, limits);
    return new RequestHead(
        new String(bytes, 0, space, ISO_8859_1),
        new String(bytes, start, end - start, ISO_8859_1),
        headers,
        BodyLength.of(headers));
  }

  public boolean is(String wantedMethod, String wantedTarget) {
    return target.equals(wantedTarget) && method.equals(wantedMethod);
  }

  /** The peer waits for leave before it sends the body. */
  boolean expectsContinue() {
    return headers.get(HeaderName.EXPECT, "").equalsIgnoreCase("100-continue");
  }

  /** The peer sends nothing more on this connection. */
  public boolean isLast() {
    return headers.get(HeaderName.CONNECTION, "").equalsIgnoreCase("close");
  }
}
