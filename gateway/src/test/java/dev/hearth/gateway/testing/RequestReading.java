package dev.hearth.gateway.testing;

import dev.hearth.gateway.testing.FakeShim.Request;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Reads requests as a gateway sends them. */
final class RequestReading {
  private RequestReading() {}

  /** Method, path and the rest of a request, its headers in lower case; null at the end. */
  static String[] head(InputStream in, Map<String, String> headers) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    return first.split(" ", 3);
  }

  /** The request with the body that its head announces. */
  static Request withBody(Request head, InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    if (head.headers().containsKey("content-length")) {
      read(in, Integer.parseInt(head.headers().get("content-length")), body);
    } else {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        read(in, size, body);
        line(in);
      }
      line(in);
    }
    return new Request(
        head.method(), head.path(), head.headers(), body.toString(StandardCharsets.UTF_8));
  }

  private static int chunk(InputStream in) throws IOException {
    String size = line(in);
    if (size == null) {
      throw new EOFException();
    }
    return Integer.parseInt(size, 16);
  }

  private static void read(InputStream in, int bytes, ByteArrayOutputStream to) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException();
    }
    to.writeBytes(read);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
