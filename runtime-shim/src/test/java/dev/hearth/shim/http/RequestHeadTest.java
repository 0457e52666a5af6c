package dev.hearth.shim.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
  private static final HttpLimits LIMITS = new HttpLimits(4096, 1024, 8);

  private static RequestHead parse(String text) throws BadMessageException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    assertEquals(bytes.length, RequestHead.end(bytes, 0, bytes.length), "the head's end");
    return RequestHead.parse(bytes, LIMITS);
  }

  private static int refused(String text) {
    return assertThrows(BadMessageException.class, () -> parse(text)).status();
  }

  @Test
  void a_request_has_a_method_a_target_and_headers() throws BadMessageException {
    RequestHead head = parse("POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Y:  two words \r\n\r\n");
    assertEquals("POST", head.method());
    assertEquals("/a?b=c", head.target());
    assertEquals("two words", head.headers().get(HeaderName.of("x-y"), ""));
    assertEquals(new BodyLength.Fixed(0), head.body());
  }

  @Test
  void names_are_the_same_in_any_case() throws BadMessageException {
    RequestHead head = parse("POST / HTTP/1.1\r\ncONTENT-lENGTH: 12\r\n\r\n");
    assertEquals(new BodyLength.Fixed(12), head.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n",
        "GET x HTTP/1.1\r\n\r\n",
        "GET /\r\n\r\n",
        " GET / HTTP/1.1\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\n\r\n",
        "ABCDEFGHIJKLMNOPQ / HTTP/1.1\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nNo colon\r\n\r\n",
        "GET / HTTP/1.1\r\n: no name\r\n\r\n",
        "GET / HTTP/1.1\r\nName : blank\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\u0000c\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: \r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1234567890123456789\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      })
  void what_breaks_the_rules_is_a_bad_request(String text) {
    // A CR LF in front is seen as a head's end or as a request line, and wrong as either.
    byte[] bytes = text.getBytes(ISO_8859_1);
    assertEquals(
        400,
        assertThrows(
                BadMessageException.class,
                () -> {
                  RequestHead.end(bytes, 0, bytes.length);
                  RequestHead.parse(bytes, LIMITS);
                })
            .status());
  }

  @Test
  void other_transfer_encodings_are_not_implemented() {
    assertEquals(501, refused("POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"));
    assertEquals(
        501,
        refused(
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"));
  }

  @Test
  void a_bare_line_feed_is_refused_as_soon_as_it_is_seen() {
    byte[] bytes = "GET / HTTP/1.1\n".getBytes(ISO_8859_1);
    assertThrows(BadMessageException.class, () -> RequestHead.end(bytes, 0, bytes.length));
  }

  @Test
  void more_header_lines_than_the_limit_are_refused() throws BadMessageException {
    String eight = "A: b\r\n".repeat(8);
    assertEquals(8, parse("GET / HTTP/1.1\r\n" + eight + "\r\n").headers().count());
    assertEquals(431, refused("GET / HTTP/1.1\r\n" + eight + "A: b\r\n\r\n"));
  }

  @Test
  void longer_lines_than_the_limit_are_refused() {
    String longest = "a".repeat(1024 - "A: \r\n".length());
    assertTrue(assertParses("GET / HTTP/1.1\r\nA: " + longest + "\r\n\r\n"));
    assertEquals(431, refused("GET / HTTP/1.1\r\nA: " + longest + "a\r\n\r\n"));
    assertEquals(431, refused("GET /" + "a".repeat(1024) + " HTTP/1.1\r\n\r\n"));
  }

  private static boolean assertParses(String text) {
    try {
      return parse(text).method().equals("GET");
    } catch (BadMessageException e) {
      throw new AssertionError(e);
    }
  }
}
