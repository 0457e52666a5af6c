package dev.hearth.operator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.operator.pool.SandboxState.Claimed;
import dev.hearth.operator.pool.SandboxState.Spare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoolSizeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<ObservedSandbox> claimed = new ArrayList<>();
  private PoolLimits limits = PoolPlanTest.LIMITS;
  private PoolMemory memory = PoolMemory.fresh(START, false);
  private Instant now = START;

  private PoolDecision decide(int spare, int max, boolean complete, ObservedSandbox... spares) {
    var wish = new PoolWish(spare, max, 0, complete, false, "t", Set.of("f"));
    List<ObservedSandbox> all = Stream.concat(claimed.stream(), Stream.of(spares)).toList();
    PoolDecision decision = PoolPlan.decide(memory, wish, all, limits, now);
    memory = decision.memory();
    return decision;
  }

  private void claims(int number) {
    for (int i = 0; i < number; i++) {
      String name = "claimed-" + claimed.size();
      claimed.add(new ObservedSandbox(name, name, "t", now, new Claimed("f", false)));
    }
  }

  private ObservedSandbox spare(String name) {
    return new ObservedSandbox(name, name, "t", now, new Spare());
  }

  @Test
  void a_pool_keeps_as_many_spares_as_are_claimed_while_one_is_made() {
    assertEquals(0, decide(1, 1_000, true, spare("a")).create());
    claims(40);
    int kept = memory.rate().seen(claimed, now).spares(limits.refill());
    assertTrue(kept > 1);
    assertEquals(kept - 1, decide(1, 1_000, true, spare("a")).create());
  }

  @Test
  void a_pool_never_keeps_fewer_than_it_wishes_nor_more_than_it_may() {
    decide(10, 1_000, true);
    claims(1);
    assertEquals(10, decide(10, 1_000, true).create());
    claims(99);
    assertEquals(3, decide(1, 103, true).create());
  }

  @Test
  void a_pool_that_wishes_no_spare_has_none_however_often_it_is_needed() {
    decide(0, 1_000, true);
    claims(100);
    assertEquals(0, decide(0, 1_000, true).create());
  }

  @Test
  void what_gateways_that_were_not_heard_have_claimed_is_no_rate() {
    decide(1, 1_000, false);
    claims(100);
    assertEquals(1, decide(1, 1_000, false).create());
    assertEquals(1, decide(1, 1_000, true).create());
  }

  @Test
  void a_pool_is_looked_at_while_its_rate_fades_and_ends_at_what_it_wishes() {
    decide(1, 1_000, true);
    claims(40);
    assertEquals(Duration.ofSeconds(10), decide(1, 1_000, true, spare("a")).lookAgain());
    now = now.plusSeconds(600);
    PoolDecision later =
        decide(
            1,
            1_000,
            true,
            new ObservedSandbox("a", "a", "t", START, new Spare()),
            new ObservedSandbox("b", "b", "t", START, new Spare()));
    assertEquals(1, later.delete().size());
  }

  @Test
  void a_runtime_may_have_another_time_until_its_pools_are_idle() {
    limits = limits.idleAfter(Duration.ofSeconds(5));
    now = now.plusSeconds(5);
    assertTrue(decide(1, 1_000, true).report().idle());
  }
}
