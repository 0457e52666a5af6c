package dev.hearth.shim.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
  private final List<String> seen = new ArrayList<>();
  private final Lines lines = new Lines(line -> seen.add(new String(line, ISO_8859_1)));

  private void add(String text) {
    lines.add(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  @Test
  void a_line_without_an_end_waits_for_it() {
    add("one\ntw");
    assertEquals(List.of("one"), seen);
    add("o\n");
    assertEquals(List.of("one", "two"), seen);
  }

  @Test
  void the_last_line_may_lack_its_end() {
    add("one\ntwo");
    lines.endPartial();
    lines.endPartial();
    assertEquals(List.of("one", "two"), seen);
  }

  @Test
  void empty_lines_are_lines() {
    add("\n\na\n");
    assertEquals(List.of("", "", "a"), seen);
  }

  @Test
  void a_carriage_return_before_the_end_belongs_to_the_end() {
    add("one\r\nt\rwo\r");
    add("\n");
    assertEquals(List.of("one", "t\rwo"), seen);
  }

  @Test
  void a_line_of_exactly_the_limit_is_one_line() {
    add("x".repeat(Lines.LIMIT) + "\nnext\n");
    assertEquals(List.of("x".repeat(Lines.LIMIT), "next"), seen);
  }

  @Test
  void a_line_beyond_the_limit_continues_as_another() {
    add("x".repeat(2 * Lines.LIMIT + 1) + "\n");
    assertEquals(List.of("x".repeat(Lines.LIMIT), "x".repeat(Lines.LIMIT), "x"), seen);
  }

  @Test
  void no_line_is_lost_or_doubled_however_the_bytes_come() {
    long seed = new Random().nextLong();
    System.out.println("LinesTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      seen.clear();
      StringBuilder all = new StringBuilder();
      List<String> expected = new ArrayList<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        int length = random.nextInt(10) == 0 ? random.nextInt(5_000) : random.nextInt(20);
        String line = Character.toString('a' + random.nextInt(26)).repeat(length);
        expected.add(line);
        all.append(line).append('\n');
      }
      for (int at = 0; at < all.length(); ) {
        int end = Math.min(all.length(), at + 1 + random.nextInt(300));
        add(all.substring(at, end));
        at = end;
      }
      assertEquals(expected, seen);
    }
  }
}
