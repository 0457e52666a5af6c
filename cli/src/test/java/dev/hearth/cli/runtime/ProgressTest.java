package dev.hearth.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Test
  void what_takes_long_is_told_again_and_again() throws Exception {
    var moment = Duration.ofMillis(1);
    try (var _ = Progress.of("building", lines::add, moment, moment)) {
      assertEquals("building (0 s)", lines.poll(10, TimeUnit.SECONDS));
      assertEquals("building (0 s)", lines.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void what_is_done_in_time_is_not_told() {
    Progress.of("building", lines::add, Duration.ofDays(1), Duration.ofDays(1)).close();
    assertEquals(0, lines.size());
  }
}
