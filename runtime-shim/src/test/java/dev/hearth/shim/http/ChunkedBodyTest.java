package dev.hearth.shim.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTest {
  private static final HttpLimits LIMITS = new HttpLimits(128, 64, 4);

  private static ChunkedBody read(String text) throws BadMessageException {
    ChunkedBody body = new ChunkedBody(LIMITS);
    ByteBuffer in = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    while (in.hasRemaining() && !body.ended()) {
      int data = body.advance(in);
      in.position(in.position() + data);
    }
    return body;
  }

  @Test
  void bytes_behind_the_end_are_left_alone() throws BadMessageException {
    ChunkedBody body = new ChunkedBody(LIMITS);
    ByteBuffer in = ByteBuffer.wrap("0\r\n\r\nGET".getBytes(ISO_8859_1));
    assertEquals(0, body.advance(in));
    assertTrue(body.ended());
    assertEquals(3, in.remaining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "g\r\n",
        "-1\r\n",
        " 1\r\n",
        "1 \r\nx\r\n",
        "1\nx",
        "1\rx",
        "1\r\nxy",
        "1\r\nx\rz",
        "12345678\r\n",
        "0\r\nA: b\n",
        "0\r\nno colon\r\n\r\n",
      })
  void what_breaks_the_framing_is_refused(String text) {
    assertEquals(400, assertThrows(BadMessageException.class, () -> read(text)).status());
  }

  @Test
  void an_extension_and_trailers_have_limits() throws BadMessageException {
    assertFalse(read("1;" + "e".repeat(256)).ended());
    assertThrows(BadMessageException.class, () -> read("1;" + "e".repeat(257)));
    assertEquals(
        431,
        assertThrows(BadMessageException.class, () -> read("0\r\nA: " + "b".repeat(200))).status());
  }
}
