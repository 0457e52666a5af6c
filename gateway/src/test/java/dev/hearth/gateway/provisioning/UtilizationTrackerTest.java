package dev.hearth.gateway.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.ProvisionedConcurrency.TargetUtilization;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UtilizationTrackerTest {
  private static final long SEED = Long.getLong("hearth.seed", System.nanoTime());

  private Instant now = Instant.parse("2026-11-21T00:00:00Z");

  @Test
  void three_minutes_above_the_target_bring_more() {
    var tracker = tracker(0.7, 1, 100);
    assertEquals(10, minutes(tracker, 10, 0.91, 2));
    assertEquals(13, minutes(tracker, 10, 0.91, 1), "10 x 0.91 / 0.7");
  }

  @Test
  void the_highest_use_of_a_minute_counts() {
    var tracker = tracker(0.7, 1, 100);
    for (int i = 0; i < UtilizationTracker.OUT_AFTER; i++) {
      tracker.follow(10, 0, now.plusSeconds(10));
      tracker.follow(10, 1, now.plusSeconds(30));
      assertEquals(10, tracker.follow(10, 0, now.plusSeconds(50)));
      now = now.plusSeconds(60);
    }
    assertEquals(15, tracker.follow(10, 0, now));
  }

  @Test
  void a_minute_at_the_target_begins_the_count_anew() {
    var tracker = tracker(0.7, 1, 100);
    minutes(tracker, 10, 0.9, 2);
    minutes(tracker, 10, 0.7, 1);
    assertEquals(10, minutes(tracker, 10, 0.9, 2));
  }

  @Test
  void fifteen_minutes_below_nine_tenths_of_it_bring_fewer() {
    var tracker = tracker(0.5, 1, 100);
    assertEquals(10, minutes(tracker, 10, 0.46, 40), "within a tenth of the target");
    assertEquals(10, minutes(tracker, 10, 0.4, 14));
    assertEquals(8, minutes(tracker, 10, 0.4, 1));
  }

  @Test
  void what_begins_anew_counts_at_once() {
    var tracker = tracker(0.5, 1, 100);
    assertEquals(20, minutes(tracker, 10, 1, 3));
    assertEquals(4, tracker.follow(4, 1, now));
  }

  @Test
  void from_nothing_use_brings_the_first() {
    assertEquals(1, minutes(tracker(0.5, 0, 100), 0, 1, 3));
  }

  @Test
  void whatever_happens_there_are_never_fewer_than_min_nor_more_than_max() {
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < 200; i++) {
      int min = random.nextInt(20);
      int max = min + random.nextInt(20);
      var tracker = tracker(random.nextDouble(0.1, 0.9), min, max);
      for (int step = 0; step < 100; step++) {
        now = now.plusMillis(random.nextInt(90_000));
        int number = tracker.follow(random.nextInt(40), random.nextDouble(), now);
        assertTrue(number >= min && number <= max, "-Dhearth.seed=" + SEED);
      }
    }
  }

  @Test
  void steady_work_settles_where_the_target_is_met() {
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < 100; i++) {
      double target = random.nextDouble(0.1, 0.9);
      int busy = random.nextInt(1, 200);
      var tracker = tracker(target, 1, 10_000);
      int number = 1;
      for (int minute = 0; minute < 300; minute++) {
        number = minutes(tracker, 1, Math.min(1.0, (double) busy / number), 1);
      }
      assertTrue(busy <= target * number, "too few with -Dhearth.seed=" + SEED);
      boolean few = busy >= 0.9 * target * (number - 1) || number == 1;
      assertTrue(few, "too many with -Dhearth.seed=" + SEED);
    }
  }

  /** The number when so many minutes have passed. */
  private int minutes(UtilizationTracker tracker, int wanted, double used, int minutes) {
    int number = 0;
    for (int i = 0; i < minutes; i++) {
      tracker.follow(wanted, used, now);
      now = now.plusSeconds(60);
      number = tracker.follow(wanted, 0, now);
    }
    return number;
  }

  private static UtilizationTracker tracker(double value, int min, int max) {
    return new UtilizationTracker(new TargetUtilization(value, min, max));
  }
}
