package dev.hearth.shim.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void lines_end_where_the_user_ends_them() {
    List<String> seen = new ArrayList<>();
    Lines lines = new Lines(line -> seen.add(new String(line, UTF_8)));
    lines.add(ByteBuffer.wrap("one\ntw".getBytes(UTF_8)));
    lines.add(ByteBuffer.wrap("o\n\nthree".getBytes(UTF_8)));
    assertEquals(List.of("one", "two", ""), seen);
    lines.endPartial();
    lines.endPartial();
    assertEquals(List.of("one", "two", "", "three"), seen);
  }

  @Test
  void a_line_of_more_than_256_kb_continues_as_another_one() {
    List<Integer> lengths = new ArrayList<>();
    Lines lines = new Lines(line -> lengths.add(line.length));
    lines.add(ByteBuffer.wrap("x".repeat(Lines.LIMIT + 5).concat("\n").getBytes(UTF_8)));
    assertEquals(List.of(Lines.LIMIT, 5), lengths);
  }

  @Test
  void a_megabyte_a_second_is_logged_and_no_more() {
    LogRate rate = new LogRate();
    assertTrue(rate.admits(LogRate.BYTES_PER_SECOND, 5));
    assertFalse(rate.admits(1, 5));
    assertTrue(rate.admits(LogRate.BYTES_PER_SECOND / 2, 5 + SECOND / 2));
    assertFalse(rate.admits(1000, 5 + SECOND / 2));
    assertTrue(rate.admits(LogRate.BYTES_PER_SECOND, 5 + 60 * SECOND));
    assertFalse(rate.admits(1, 5 + 60 * SECOND));
  }

  @Test
  void the_tail_is_the_last_4096_bytes() {
    LogTail tail = new LogTail();
    tail.append("ab".getBytes(UTF_8));
    assertEquals("ab", new String(tail.bytes(), UTF_8));
    tail.append("x".repeat(4093).concat("y").getBytes(UTF_8));
    assertEquals("ab" + "x".repeat(4093) + "y", new String(tail.bytes(), UTF_8));
    assertEquals(LogTail.BYTES, tail.bytes().length);
    tail.append("z".repeat(10_000).getBytes(UTF_8));
    assertEquals("z".repeat(LogTail.BYTES), new String(tail.bytes(), UTF_8));
  }
}
