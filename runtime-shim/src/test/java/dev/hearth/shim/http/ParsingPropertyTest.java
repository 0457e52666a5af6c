package dev.hearth.shim.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ParsingPropertyTest {
  private static final HttpLimits LIMITS = new HttpLimits(8192, 2048, 32);

  @Provide
  Arbitrary<Map<String, String>> headers() {
    Arbitrary<String> names =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .ofMinLength(1)
            .ofMaxLength(20)
            .map("X-"::concat);
    Arbitrary<String> values =
        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(60).map(String::strip);
    return Arbitraries.maps(names, values).ofMaxSize(20);
  }

  @Property(tries = 300)
  void a_head_is_found_and_read_however_its_bytes_are_split(
      @ForAll("headers") Map<String, String> headers,
      @ForAll @Size(max = 8) List<@IntRange(max = 600) Integer> splits)
      throws BadMessageException {
    StringBuilder text = new StringBuilder("GET /some/path HTTP/1.1\r\n");
    headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    byte[] bytes = text.append("\r\n").toString().getBytes(ISO_8859_1);
    int scanned = 0;
    for (int split : splits.stream().sorted().toList()) {
      if (split >= bytes.length) {
        break;
      }
      assertEquals(-1, RequestHead.end(bytes, scanned, split));
      scanned = split;
    }
    assertEquals(bytes.length, RequestHead.end(bytes, scanned, bytes.length));
    RequestHead head = RequestHead.parse(bytes, LIMITS);
    assertEquals(headers.size(), head.headers().count());
    headers.forEach(
        (name, value) -> assertEquals(value, head.headers().get(HeaderName.of(name), "none")));
  }

  @Property(tries = 500)
  void garbage_is_refused_and_nothing_worse(@ForAll byte[] garbage) {
    byte[] head = new byte[garbage.length + 4];
    System.arraycopy(garbage, 0, head, 0, garbage.length);
    System.arraycopy("\r\n\r\n".getBytes(ISO_8859_1), 0, head, garbage.length, 4);
    try {
      int end = RequestHead.end(head, 0, head.length);
      assertTrue(end > 0);
      RequestHead.parse(java.util.Arrays.copyOf(head, end), LIMITS);
    } catch (BadMessageException e) {
      assertTrue(e.status() >= 400);
    }
  }

  @Property(tries = 300)
  void a_chunked_body_is_the_same_however_its_bytes_are_split(
      @ForAll @Size(max = 6) List<@Size(min = 1, max = 300) byte[]> chunks,
      @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 97) Integer> splits)
      throws BadMessageException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    for (byte[] chunk : chunks) {
      whole.writeBytes(chunk);
      encoded.writeBytes((Integer.toHexString(chunk.length) + ";x=y\r\n").getBytes(ISO_8859_1));
      encoded.writeBytes(chunk);
      encoded.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    encoded.writeBytes("0\r\nT: trailer\r\n\r\n".getBytes(ISO_8859_1));
    byte[] bytes = encoded.toByteArray();
    ChunkedBody body = new ChunkedBody(LIMITS);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    int at = 0;
    for (int i = 0; at < bytes.length; i++) {
      int length = splits.isEmpty() ? bytes.length : splits.get(i % splits.size());
      ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(length, bytes.length - at));
      at += piece.remaining();
      take(body, piece, read);
    }
    assertTrue(body.ended());
    assertArrayEquals(whole.toByteArray(), read.toByteArray());
    assertEquals("trailer", body.trailers().get(HeaderName.of("t"), ""));
  }

  @Property(tries = 500)
  void a_chunked_body_of_garbage_is_refused_and_nothing_worse(@ForAll byte[] garbage) {
    ChunkedBody body = new ChunkedBody(LIMITS);
    try {
      take(body, ByteBuffer.wrap(garbage), new ByteArrayOutputStream());
    } catch (BadMessageException e) {
      assertTrue(e.status() >= 400);
    }
  }

  private static void take(ChunkedBody body, ByteBuffer piece, ByteArrayOutputStream read)
      throws BadMessageException {
    while (piece.hasRemaining() && !body.ended()) {
      int data = body.advance(piece);
      byte[] here = new byte[data];
      piece.get(here);
      read.writeBytes(here);
    }
  }
}
