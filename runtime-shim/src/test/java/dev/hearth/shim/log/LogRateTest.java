package dev.hearth.shim.log;

import static dev.hearth.shim.log.LogOnTrial.SECOND;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogRateTest {
  private final LogRate rate = new LogRate();

  @Test
  void a_second_s_worth_may_come_at_once_and_not_a_byte_more() {
    assertTrue(rate.admits(LogRate.BYTES_PER_SECOND, -5 * SECOND));
    assertFalse(rate.admits(1, -5 * SECOND));
  }

  @Test
  void what_was_used_comes_back_with_time() {
    assertTrue(rate.admits(LogRate.BYTES_PER_SECOND, 0));
    assertFalse(rate.admits(LogRate.BYTES_PER_SECOND / 2 + 1, SECOND / 2));
    assertTrue(rate.admits(LogRate.BYTES_PER_SECOND / 2, SECOND / 2));
  }

  @Test
  void a_long_silence_saves_up_no_more_than_a_second() {
    assertTrue(rate.admits(1, 0));
    assertFalse(rate.admits(LogRate.BYTES_PER_SECOND + 1, 3 * 3600 * SECOND));
    assertTrue(rate.admits(LogRate.BYTES_PER_SECOND, 3 * 3600 * SECOND));
  }

  @Test
  void no_pattern_of_writing_gets_more_than_the_rate() {
    long seed = new Random().nextLong();
    System.out.println("LogRateTest seed " + seed);
    Random random = new Random(seed);
    long now = 0;
    long admitted = 0;
    long refused = 0;
    for (int i = 0; i < 200_000; i++) {
      now += random.nextInt(5_000);
      int bytes = 1 + random.nextInt(100);
      if (rate.admits(bytes, now)) {
        admitted += bytes;
      } else {
        refused += bytes;
      }
    }
    long allowed = LogRate.BYTES_PER_SECOND + now * LogRate.BYTES_PER_SECOND / SECOND;
    assertTrue(admitted <= allowed, admitted + " of " + allowed);
    assertTrue(refused > 0 && admitted > allowed * 9 / 10, admitted + " of " + allowed);
  }
}
