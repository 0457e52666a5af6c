package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCheckTest {
  private static String verdict(byte[] document) {
    var check = new JsonCheck();
    if (check.feed(document, 0, document.length) && check.end()) {
      return "valid";
    }
    return check.reason();
  }

  private static String verdict(String document) {
    return verdict(document.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-0.0e-0",
        "12.5E+3",
        "\"\"",
        " \t\r\n{ \"a\" : [ 1 , { } , [ ] , \"\\u00e9\\n\\\\\\\"\\/\" ] , \"\" : null } \n",
        "\"\\ud800\"",
        "\"한글 é 😀 \u007f\u0080\uffff\"",
        "[true,false,null,1,2.5,\"x\"]"
      })
  void a_document_is_a_document(String document) {
    assertEquals("valid", verdict(document));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``        | Unexpected end-of-input: expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false') at byte 0
          'a'       | Unexpected character (''' (code 39)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false') at byte 0
          {} x      | Unexpected character ('x' (code 120)): expected nothing after the document at byte 3
          {}{}      | Unexpected character ('{' (code 123)): expected nothing after the document at byte 2
          {a:1}     | Unexpected character ('a' (code 97)): expected a member name in double quotes or '}' at byte 1
          {"a":1,}  | Unexpected character ('}' (code 125)): expected a member name in double quotes at byte 7
          {"a" 1}   | Unexpected character ('1' (code 49)): expected ':' after a member name at byte 5
          {"a":1]   | Unexpected character (']' (code 93)): expected ',' or '}' after a member at byte 6
          [1 2]     | Unexpected character ('2' (code 50)): expected ',' or ']' after an element at byte 3
          [1}       | Unexpected character ('}' (code 125)): expected ',' or ']' after an element at byte 2
          [1,]      | Unexpected character (']' (code 93)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false') at byte 3
          [         | Unexpected end-of-input: expected a value or ']' at byte 1
          nul       | Unexpected end-of-input: expected token 'null' at byte 3
          trux      | Unexpected character ('x' (code 120)): expected token 'true' at byte 3
          NaN       | Unexpected character ('N' (code 78)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false') at byte 0
          01        | Unexpected character ('1' (code 49)): expected '.', an exponent or the end of a number after a leading zero at byte 1
          1x        | Unexpected character ('x' (code 120)): expected a digit or the end of a number at byte 1
          -         | Unexpected end-of-input: expected a digit after a minus sign at byte 1
          1.        | Unexpected end-of-input: expected a digit after a decimal point at byte 2
          1e        | Unexpected end-of-input: expected a digit or sign in an exponent at byte 2
          1e+       | Unexpected end-of-input: expected a digit in an exponent at byte 3
          "a        | Unexpected end-of-input: expected a character of a string, control characters escaped at byte 2
          "\\x"     | Unexpected character ('x' (code 120)): expected one of "\\/bfnrtu after a backslash at byte 2
          "\\u12g4" | Unexpected character ('g' (code 103)): expected four hexadecimal digits after \\u at byte 5
          """)
  void what_is_wrong_is_said_with_its_place(String document, String expected) {
    assertEquals(expected, verdict(document));
  }

  @Test
  void a_raw_line_break_in_a_string_is_refused() {
    assertEquals(
        "Unexpected character (code 10): expected a character of a string, control characters"
            + " escaped at byte 2",
        verdict("\"a\n\""));
  }

  @ParameterizedTest
  @CsvSource({
    "80",
    "BF",
    "C0 80",
    "C1 BF",
    "C2 C0",
    "E0 9F BF",
    "ED A0 80",
    "ED BF BF",
    "E1 80 C0",
    "F0 8F BF BF",
    "F4 90 80 80",
    "F5 80 80 80",
    "FF",
    "E9",
    "F1 80 80 7F"
  })
  void bytes_that_are_not_utf8_are_refused(String hex) {
    String document = "\"" + "x".repeat(16) + "%" + "x".repeat(16) + "\"";
    byte[] bytes =
        document
            .replace("%", "????".substring(0, bytes(hex).length))
            .getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes(hex), 0, bytes, 17, bytes(hex).length);
    String verdict = verdict(bytes);
    assertTrue(
        verdict.matches("(Invalid UTF-8 byte 0x..|Unexpected character .*) at byte \\d+"), verdict);
  }

  private static byte[] bytes(String hex) {
    return java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void a_byte_order_mark_is_not_part_of_a_document() {
    assertEquals("Invalid UTF-8 byte 0xef at byte 0", verdict("\uFEFF{}"));
  }

  @Test
  void documents_nest_up_to_the_limit_and_no_further() {
    for (String open : new String[] {"[", "{\"a\":"}) {
      String close = open.equals("[") ? "]" : "}";
      String inner = open.equals("[") ? "" : "1";
      assertEquals(
          "valid",
          verdict(open.repeat(JsonCheck.MAX_DEPTH) + inner + close.repeat(JsonCheck.MAX_DEPTH)));
      String verdict = verdict(open.repeat(JsonCheck.MAX_DEPTH + 1));
      assertEquals(
          "Nesting is deeper than 1000 levels at byte " + open.length() * JsonCheck.MAX_DEPTH,
          verdict);
    }
  }

  @Test
  void a_refused_document_stays_refused_whatever_follows() {
    var check = new JsonCheck();
    assertFalse(check.feed(new byte[] {'x'}, 0, 1));
    assertFalse(check.feed(new byte[] {'1'}, 0, 1));
    assertFalse(check.feed(ByteBuffer.allocateDirect(0)));
    assertFalse(check.end());
  }

  @Test
  void buffers_of_every_kind_are_read_between_position_and_limit() {
    byte[] document = ("[\"" + "가나다".repeat(10_000) + "\"]").getBytes(StandardCharsets.UTF_8);
    for (ByteBuffer whole :
        new ByteBuffer[] {
          ByteBuffer.allocate(document.length + 4), ByteBuffer.allocateDirect(document.length + 4)
        }) {
      ByteBuffer part =
          whole.position(1).slice().put(1, document).position(1).limit(document.length + 1);
      for (ByteBuffer given : new ByteBuffer[] {part, part.asReadOnlyBuffer()}) {
        var check = new JsonCheck();
        assertTrue(check.feed(given) && check.end());
        assertEquals(document.length, given.remaining());
      }
    }
  }

  @Test
  void the_place_counts_from_the_first_piece() {
    var check = new JsonCheck();
    assertTrue(check.feed("[1,".getBytes(StandardCharsets.UTF_8), 0, 3));
    assertFalse(check.feed("..2,,".getBytes(StandardCharsets.UTF_8), 2, 3));
    assertTrue(check.reason().endsWith(" at byte 5"), check.reason());
  }
}
