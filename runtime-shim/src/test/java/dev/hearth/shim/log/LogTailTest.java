package dev.hearth.shim.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogTailTest {
  @Test
  void the_tail_is_the_end_of_all_that_was_appended() {
    long seed = new Random().nextLong();
    System.out.println("LogTailTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      LogTail tail = new LogTail();
      StringBuilder all = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        int length =
            random.nextInt(3) == 0 ? random.nextInt(3 * LogTail.BYTES) : random.nextInt(90);
        String piece = Character.toString('a' + random.nextInt(26)).repeat(length);
        all.append(piece);
        tail.append(piece.getBytes(ISO_8859_1));
      }
      String expected = all.substring(Math.max(0, all.length() - LogTail.BYTES));
      assertEquals(expected, new String(tail.bytes(), ISO_8859_1));
    }
  }

  @Test
  void exactly_the_limit_is_all_there() {
    LogTail tail = new LogTail();
    tail.append("a".repeat(LogTail.BYTES).getBytes(ISO_8859_1));
    assertEquals("a".repeat(LogTail.BYTES), new String(tail.bytes(), ISO_8859_1));
    tail.append(new byte[] {'b'});
    assertEquals("a".repeat(LogTail.BYTES - 1) + "b", new String(tail.bytes(), ISO_8859_1));
  }
}
