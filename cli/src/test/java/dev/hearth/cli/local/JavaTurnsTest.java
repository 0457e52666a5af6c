package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Java starts one at a time where /tmp is shared, and nothing waits for ever. */
class JavaTurnsTest {
  private final JavaTurns turns = new JavaTurns(true, Duration.ofMinutes(1));

  @Test
  void others_do_not_wait() {
    assertTrue(turns.next("java21").isDone());
    assertTrue(turns.next("python3.11").isDone());
    assertTrue(turns.next("nodejs20.x").isDone());
  }

  @Test
  void the_next_starts_when_the_log_says_that_init_is_over() {
    var first = turns.next("java21").resultNow();
    var second = turns.next("java21");
    var third = turns.next("java17");
    first.saw("INIT_START Runtime Version: java21");
    assertFalse(second.isDone());
    first.saw("START RequestId: 1 Version: $LATEST");
    assertTrue(second.isDone());
    first.saw("START RequestId: 2 Version: $LATEST");
    assertFalse(third.isDone());
    second.resultNow().saw("{\"time\":\"\",\"type\":\"platform.start\",\"record\":{}}");
    assertTrue(third.isDone());
  }

  @Test
  void one_that_fails_to_start_hands_its_turn_on() {
    var first = turns.next("java21").resultNow();
    var second = turns.next("java21");
    first.end();
    assertTrue(second.isDone());
  }

  @Test
  void a_turn_that_nobody_ends_ends_by_itself() throws Exception {
    var brief = new JavaTurns(true, Duration.ofMillis(1));
    assertTrue(brief.next("java21").isDone());
    assertTrue(brief.next("java21").get(30, TimeUnit.SECONDS) != null);
  }

  @Test
  void with_a_tmp_of_its_own_none_waits() {
    var free = new JavaTurns(false, Duration.ofMinutes(1));
    assertTrue(free.next("java21").isDone());
    assertTrue(free.next("java21").isDone());
  }
}
