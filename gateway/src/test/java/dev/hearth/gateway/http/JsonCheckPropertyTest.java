package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Holds {@link JsonCheck} against Jackson and the JDK's UTF-8 decoder on documents good and bad.
 */
class JsonCheckPropertyTest {
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonCheck.MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  @Property(tries = 2_000)
  void what_jackson_takes_is_taken_however_it_is_cut(
      @ForAll("documents") String document, @ForAll Random chance) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    assertEquals(jackson(bytes), inPieces(bytes, chance), document);
  }

  @Property(tries = 10_000)
  void a_damaged_document_is_judged_as_jackson_judges_it(
      @ForAll("documents") String document, @ForAll Random chance) {
    byte[] bytes = damaged(document.getBytes(StandardCharsets.UTF_8), chance);
    assertEquals(jackson(bytes), inPieces(bytes, chance), () -> show(bytes));
  }

  @Property(tries = 10_000)
  void a_heap_of_tokens_is_judged_as_jackson_judges_it(
      @ForAll("heaps") String document, @ForAll Random chance) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    assertEquals(jackson(bytes), inPieces(bytes, chance), document);
  }

  @Property(tries = 5_000)
  void any_bytes_in_a_string_are_judged_as_the_jdk_judges_them(
      @ForAll("smallHeapsOfBytes") byte[] inside, @ForAll Random chance) {
    byte[] bytes = new byte[inside.length + 2];
    System.arraycopy(inside, 0, bytes, 1, inside.length);
    bytes[0] = '"';
    bytes[bytes.length - 1] = '"';
    assertEquals(jackson(bytes), inPieces(bytes, chance), () -> show(bytes));
  }

  @Provide
  Arbitrary<String> documents() {
    return value(3).flatMap(text -> space().map(space -> space + text + space));
  }

  @Provide
  Arbitrary<String> heaps() {
    return Arbitraries.of(
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\"a\"", "\"k\":", "0", "-", "12", ".5", "e",
            "E+1", "true", "null", "fals", "e", " ", "\n", "\\u00", "\u0001", "한", "😀")
        .list()
        .ofMaxSize(8)
        .map(tokens -> String.join("", tokens));
  }

  @Provide
  Arbitrary<byte[]> smallHeapsOfBytes() {
    Arbitrary<Byte> telling =
        Arbitraries.of(
                0x00, 0x1F, 0x20, 0x22, 0x5C, 0x6E, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0,
                0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5)
            .map(Integer::byteValue);
    return Arbitraries.oneOf(telling, Arbitraries.bytes()).array(byte[].class).ofMaxSize(20);
  }

  private static Arbitrary<String> value(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.oneOf(string(), number(), Arbitraries.of("true", "false", "null"));
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> array =
        value(depth - 1).list().ofMaxSize(3).map(all -> "[" + String.join(" ,", all) + "]");
    Arbitrary<String> member =
        Combinators.combine(string(), space(), value(depth - 1))
            .as((key, space, inner) -> key + space + ":" + space + inner);
    Arbitrary<String> object =
        member
            .list()
            .ofMaxSize(3)
            .map(all -> all.stream().collect(Collectors.joining(",", "{", "}")));
    return Arbitraries.oneOf(List.of(scalar, array, object));
  }

  private static Arbitrary<String> string() {
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.of("\\n", "\\u00e9", "\\ud800", "\\\\", "\\\"", "한국어", "é", "😀", "\u007f"),
            Arbitraries.strings().withCharRange(' ', '~').excludeChars('"', '\\').ofMaxLength(20));
    return piece.list().ofMaxSize(4).map(pieces -> "\"" + String.join("", pieces) + "\"");
  }

  private static Arbitrary<String> number() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.doubles().map(String::valueOf),
        Arbitraries.of("0", "-0", "1e9", "0.5E-7", "-12.25e+3"));
  }

  private static Arbitrary<String> space() {
    return Arbitraries.strings().withChars(" \t\r\n").ofMaxLength(2);
  }

  private static boolean inPieces(byte[] bytes, Random chance) {
    var check = new JsonCheck();
    int at = 0;
    boolean going = true;
    while (going && at < bytes.length) {
      int length = Math.min(bytes.length - at, chance.nextInt(1, chance.nextBoolean() ? 4 : 40));
      going =
          chance.nextBoolean()
              ? check.feed(bytes, at, length)
              : check.feed(ByteBuffer.allocateDirect(length).put(bytes, at, length).flip());
      at += length;
    }
    return check.end();
  }

  private static boolean jackson(byte[] bytes) {
    try {
      // Decoded first, since Jackson lets some ill-formed UTF-8 pass and guesses at UTF-16.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      try (JsonParser parser = JACKSON.createParser(text)) {
        int values = 0;
        while (parser.nextToken() != null) {
          parser.skipChildren();
          values += parser.hasToken(JsonToken.FIELD_NAME) ? 0 : 1;
        }
        return values == 1;
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] damaged(byte[] bytes, Random chance) {
    byte[] copy = bytes.clone();
    for (int times = chance.nextInt(1, 3); times > 0 && copy.length > 0; times--) {
      int at = chance.nextInt(copy.length);
      switch (chance.nextInt(3)) {
        case 0 -> copy[at] = (byte) chance.nextInt(256);
        case 1 -> copy[at] = (byte) "{}[]:,\"\\0-.eE tfn".charAt(chance.nextInt(17));
        case 2 -> copy = Arrays.copyOf(copy, at);
        default -> throw new AssertionError();
      }
    }
    return copy;
  }

  private static String show(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
