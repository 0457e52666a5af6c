package dev.hearth.crds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.crds.ProvisionedConcurrency.Schedule;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final Schedule MORNING = new Schedule("0 9 * * *", "Asia/Seoul", 20);
  private static final Schedule EVENING = new Schedule("0 18 * * *", "Asia/Seoul", 2);

  @Test
  void without_schedules_the_number_is_always_the_same() {
    assertEquals(5, at(new ProvisionedConcurrency(5, null, null), "2026-11-21T00:00:00Z"));
    assertEquals(0, at(new ProvisionedConcurrency(null, List.of(), null), "2026-11-21T00:00:00Z"));
  }

  @Test
  void the_schedule_that_began_last_wins() {
    var wish = new ProvisionedConcurrency(5, List.of(MORNING, EVENING), null);
    assertEquals(2, at(wish, "2026-11-20T23:59:59Z"));
    assertEquals(20, at(wish, "2026-11-21T00:00:00Z"));
    assertEquals(20, at(wish, "2026-11-21T08:59:59Z"));
    assertEquals(2, at(wish, "2026-11-21T09:00:00Z"));
  }

  @Test
  void of_two_that_begin_together_the_last_in_the_list_wins() {
    var again = new Schedule("0 9 * * *", "Asia/Seoul", 30);
    assertEquals(
        30,
        at(new ProvisionedConcurrency(5, List.of(MORNING, again), null), "2026-11-21T00:00:00Z"));
  }

  @Test
  void what_cannot_be_followed_is_said_and_the_others_are_followed() {
    var wish =
        new ProvisionedConcurrency(
            5,
            List.of(
                MORNING,
                new Schedule("0 25 * * *", null, 1),
                new Schedule("0 9 * * *", "Asia/Atlantis", 1)),
            null);
    assertEquals(
        List.of(
            "schedules[1]: cron: hour cannot be \"25\": it is 0-23, and lists, ranges and steps of"
                + " these",
            "schedules[2]: timeZone: there is no \"Asia/Atlantis\""),
        Schedules.problems(wish));
    assertEquals(20, at(wish, "2026-11-21T00:00:00Z"));
    assertEquals(List.of(), Schedules.problems(null));
  }

  private static int at(ProvisionedConcurrency wish, String now) {
    return new Schedules(wish).at(Instant.parse(now));
  }
}
