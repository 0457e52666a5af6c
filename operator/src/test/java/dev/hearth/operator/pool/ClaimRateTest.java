package dev.hearth.operator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.operator.pool.SandboxState.Claimed;
import dev.hearth.operator.pool.SandboxState.Dead;
import dev.hearth.operator.pool.SandboxState.Spare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimRateTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration REFILL = Duration.ofSeconds(2);

  private final List<ObservedSandbox> sandboxes = new ArrayList<>();
  private Instant now = START;
  private ClaimRate rate = ClaimRate.unknown(START).seen(List.of(), START);

  private void claims(int number, SandboxState state) {
    for (int i = 0; i < number; i++) {
      String name = "pod-" + sandboxes.size();
      sandboxes.add(new ObservedSandbox(name, name, "t", now, state));
    }
    rate = rate.seen(sandboxes, now);
  }

  private void claims(int number) {
    claims(number, new Claimed("f", false));
  }

  @Test
  void a_steady_rate_is_found_and_forgotten() {
    for (int second = 0; second < 600; second++) {
      now = now.plusSeconds(1);
      claims(5);
    }
    assertEquals(5, rate.slow(), 0.1);
    assertEquals(5, rate.fast(), 0.5);
    // 10 are claimed while one is made, give or take three times their root.
    assertEquals(20, rate.spares(REFILL), 1);
    now = now.plusSeconds(600);
    claims(0);
    assertEquals(1, rate.spares(REFILL));
  }

  @Test
  void a_burst_prepares_for_half_another() {
    claims(100);
    assertTrue(rate.spares(REFILL) >= 20, rate::toString);
    now = now.plusSeconds(60);
    claims(0);
    assertTrue(rate.spares(REFILL) <= 6, rate::toString);
  }

  @Test
  void one_claim_now_and_then_needs_no_more_than_one_spare() {
    for (int i = 0; i < 10; i++) {
      now = now.plusSeconds(120);
      claims(1);
      assertEquals(1, rate.spares(Duration.ofMillis(1_500)));
    }
  }

  @Test
  void what_was_claimed_before_the_first_look_says_nothing() {
    rate = ClaimRate.unknown(now);
    claims(50);
    assertEquals(0, rate.spares(REFILL));
    claims(0);
    assertEquals(0, rate.spares(REFILL));
  }

  @Test
  void a_claim_that_ended_before_anybody_looked_counts_and_a_death_of_a_spare_does_not() {
    claims(7, new Dead(false, "it died"));
    claims(7, new Spare());
    assertEquals(0, rate.spares(REFILL));
    claims(1, new Dead(true, "it ended by itself"));
    assertEquals(1 / 60.0, rate.slow(), 1e-9);
  }

  @Test
  void without_time_to_refill_nothing_is_kept_for_the_rate() {
    claims(1_000);
    assertEquals(0, rate.spares(Duration.ZERO));
  }

  @Test
  void a_clock_that_goes_back_makes_no_rate_grow() {
    claims(10);
    double before = rate.slow();
    now = now.minusSeconds(3_600);
    claims(0);
    assertEquals(before, rate.slow());
  }
}
