package dev.hearth.gateway.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCheckTest {
  private static final JsonFactory JACKSON = new JsonFactory();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        " false ",
        "0",
        "-0",
        "12.5e-3",
        "1E9",
        "\"\"",
        "\"\\u00e9\\n\"",
        "[]",
        "{}",
        "[1,[2,{\"a\":[]}],null]",
        "{\"a\":1,\"a\":2}",
        "\"a longer string, over eight bytes\"",
        "\"\\\"\"",
        "\n\t[ 1 , 2 ]\r\n",
        "\"한국어 🙂\""
      })
  void a_json_text_is_good_however_it_is_cut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      var check = new JsonCheck();
      boolean good =
          check.feed(bytes, 0, cut) && check.feed(bytes, cut, bytes.length) && check.end();
      assertTrue(good, () -> text + ": " + check.problem());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "foo",
        "nul",
        "nullx",
        "01",
        "1.",
        "-",
        ".5",
        "+1",
        "1e",
        "NaN",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{a:1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1]",
        "[1}",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"tab\there\"",
        "'a'",
        "[] []",
        "{} x",
        "]",
        "// no",
        "1 2"
      })
  void what_is_not_one_json_text_is_bad_however_it_is_cut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      var check = new JsonCheck();
      boolean good =
          check.feed(bytes, 0, cut) && check.feed(bytes, cut, bytes.length) && check.end();
      assertFalse(good, text);
    }
  }

  @Test
  void the_problem_says_what_and_where() {
    var check = new JsonCheck();
    byte[] bytes = "{\"a\": x}".getBytes(StandardCharsets.UTF_8);
    check.feed(bytes, 0, 3);
    assertFalse(check.feed(bytes, 3, bytes.length));
    assertEquals(
        "Unexpected character ('x' (code 120)): expected a value at byte 7", check.problem());
  }

  @Test
  void bytes_that_are_not_utf8_are_bad() {
    int[][] bad = {
      {0x80},
      {0xC0, 0x80},
      {0xC1, 0xBF},
      {0xE0, 0x9F, 0x80},
      {0xED, 0xA0, 0x80},
      {0xF0, 0x8F, 0x80, 0x80},
      {0xF4, 0x90, 0x80, 0x80},
      {0xF5, 0x80, 0x80, 0x80},
      {0xE2, 0x82}
    };
    for (int[] sequence : bad) {
      var text = new byte[sequence.length + 2];
      text[0] = '"';
      text[text.length - 1] = '"';
      for (int i = 0; i < sequence.length; i++) {
        text[i + 1] = (byte) sequence[i];
      }
      assertFalse(check(text), Arrays.toString(sequence));
    }
  }

  @Test
  void nesting_is_good_down_to_the_limit_and_no_further() {
    int limit = JsonCheck.MAX_DEPTH;
    assertTrue(check(("[".repeat(limit) + "]".repeat(limit)).getBytes(StandardCharsets.UTF_8)));
    byte[] deeper =
        ("{\"a\":".repeat(limit + 1) + "1" + "}".repeat(limit + 1))
            .getBytes(StandardCharsets.UTF_8);
    assertFalse(check(deeper));
  }

  @Test
  void it_agrees_with_jackson_on_whatever_is_valid_utf8() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    int good = 0;
    for (int i = 0; i < 60_000; i++) {
      var text = new StringBuilder();
      RandomJson.value(random, text, 0);
      byte[] bytes = RandomJson.damaged(random, text.toString().getBytes(StandardCharsets.UTF_8));
      boolean ours = check(bytes);
      boolean theirs = jackson(bytes) && isUtf8(bytes);
      good += ours ? 1 : 0;
      if (ours != theirs) {
        String shown = new String(bytes, StandardCharsets.UTF_8);
        throw new AssertionError("-Dhearth.seed=" + seed + ": " + ours + " for " + shown);
      }
    }
    assertTrue(good > 1_000 && good < 59_000, "one-sided test: " + good + " good, seed " + seed);
  }

  private static boolean check(byte[] bytes) {
    var check = new JsonCheck();
    int cut = bytes.length / 3;
    return check.feed(bytes, 0, cut) && check.feed(bytes, cut, bytes.length) && check.end();
  }

  private static boolean jackson(byte[] bytes) {
    try (JsonParser parser = JACKSON.createParser(bytes)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
