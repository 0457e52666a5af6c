package dev.hearth.gateway.sandbox.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {
  private static final String SIZED =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKED =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Transfer-Encoding: chunked",
          "",
          "3",
          "hel",
          "2",
          "lo",
          "0",
          "Hearth-Error-Type: Oops",
          "",
          "");

  /** Writes down what it hears. */
  private static final class Told implements ReplyParser.Sink {
    private final StringBuilder story = new StringBuilder();
    private final StringBuilder body = new StringBuilder();

    @Override
    public void head(int status, Fields fields, long contentLength) {
      story.append(status).append(' ').append(contentLength).append(' ');
      story.append(fields.get("content-TYPE")).append(';');
    }

    @Override
    public void body(ByteBuffer bytes, int from, int to) {
      byte[] part = new byte[to - from];
      bytes.get(from, part);
      body.append(new String(part, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void end(Fields trailers) {
      story.append(body).append(' ').append(trailers.get("hearth-error-type")).append(';');
      body.setLength(0);
    }

    @Override
    public void broken(String why) {
      story.append("broken: ").append(why);
    }
  }

  @Test
  void replies_are_read_one_after_the_other_however_they_are_cut() {
    String wire = SIZED + CHUNKED + SIZED.replace("5", "0").replace("hello", "");
    String expected = "200 5 text/plain;hello null;200 -1 null;hello Oops;200 0 text/plain; null;";
    for (int size = 1; size <= wire.length(); size++) {
      assertEquals(expected, read(wire, size), "in pieces of " + size);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n",
        "HTTP/1.0 200 OK\r\n",
        "HTTP/1.1 2x0 OK\r\n",
        "HTTP/1.1 200 OK\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n",
        "HTTP/1.1 200 OK\r\n: no name\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n",
        "HTTP/1.1 200 OK\r\nName : spaced\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n123456789\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n00000000000000000001\r\n"
      })
  void the_first_deviation_is_told_and_nothing_after_it(String wire) {
    for (int size = 1; size <= wire.length(); size++) {
      String story = read(wire + SIZED, size);
      int broken = story.indexOf("broken: ");
      assertTrue(broken >= 0, story);
      assertFalse(story.substring(broken).contains(";"), story);
    }
  }

  @Test
  void heads_trailers_and_fields_have_limits() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
    assertFalse(read(head + field(ReplyParser.MAX_HEAD - 100) + "\r\n", 7_000).contains("broken"));
    assertTrue(read(head + field(ReplyParser.MAX_HEAD) + "\r\n", 7_000).contains("broken"));
    assertFalse(
        read(head + "A: b\r\n".repeat(Fields.MAX_FIELDS - 1) + "\r\n", 99).contains("broken"));
    assertTrue(read(head + "A: b\r\n".repeat(Fields.MAX_FIELDS) + "\r\n", 99).contains("broken"));
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
    String good = chunked + field(ReplyParser.MAX_TRAILERS - 100) + "\r\n";
    assertFalse(read(good, 7_000).contains("broken"));
    assertTrue(read(chunked + field(ReplyParser.MAX_TRAILERS) + "\r\n", 7_000).contains("broken"));
  }

  @Test
  void damaged_replies_never_make_it_throw_or_tell_twice() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] wire = (SIZED + CHUNKED).getBytes(StandardCharsets.ISO_8859_1);
      for (int damages = random.nextInt(4); damages >= 0; damages--) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
      }
      String story = read(new String(wire, StandardCharsets.ISO_8859_1), 1 + random.nextInt(40));
      int broken = story.indexOf("broken: ");
      assertEquals(broken, story.lastIndexOf("broken: "), "-Dhearth.seed=" + seed + ": " + story);
    }
  }

  private static String field(int length) {
    return "X: " + "x".repeat(length - 5) + "\r\n";
  }

  private static String read(String wire, int pieceSize) {
    byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
    var told = new Told();
    var parser = new ReplyParser();
    for (int at = 0; at < bytes.length; at += pieceSize) {
      parser.feed(ByteBuffer.wrap(bytes, at, Math.min(pieceSize, bytes.length - at)), told);
    }
    return told.story.toString();
  }
}
