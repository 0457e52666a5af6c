package dev.hearth.operator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.operator.pool.SandboxState.Spare;
import dev.hearth.operator.pool.SandboxState.Starting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoolLooksTest {
  private static final PoolLimits LIMITS = PoolPlanTest.LIMITS;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObservedSandbox SPARE = sandbox(new Spare());

  private PoolMemory memory = PoolMemory.fresh(START, false);
  private Instant now = START;

  @Test
  void a_pool_is_looked_at_when_what_it_made_should_have_been_seen() {
    assertEquals(LIMITS.unseen(), decide(1, true).lookAgain());
    memory = memory.made(List.of("a"), now);
    now = now.plusSeconds(10);
    assertEquals(LIMITS.unseen().minusSeconds(10), decide(1, true).lookAgain());
  }

  @Test
  void a_pool_is_looked_at_when_a_sandbox_should_have_started() {
    now = START.plusSeconds(10);
    assertEquals(
        LIMITS.startTimeout().minusSeconds(10),
        decide(1, true, sandbox(new Starting())).lookAgain());
  }

  @Test
  void a_pool_is_looked_at_when_nobody_may_need_it_any_more() {
    now = START.plus(LIMITS.idleAfter()).minusSeconds(7);
    assertEquals(Duration.ofSeconds(7), decide(1, true, SPARE).lookAgain());
  }

  @Test
  void what_looks_like_a_spare_is_kept_until_every_gateway_has_said_what_it_has() {
    now = START.plus(LIMITS.surplusKept());
    PoolDecision early = decide(0, false, SPARE);
    assertEquals(List.of(), early.delete());
    assertEquals(Duration.ofSeconds(1), early.lookAgain());
    assertEquals(1, decide(0, true, SPARE).delete().size());
  }

  @Test
  void what_looks_like_an_old_spare_is_kept_until_then_too() {
    var old = new ObservedSandbox("a", "a", "old", START, new Spare());
    assertEquals(List.of(), decide(0, false, old).delete());
    assertEquals(1, decide(0, true, old).delete().size());
  }

  private PoolDecision decide(int spare, boolean complete, ObservedSandbox... sandboxes) {
    var wish = new PoolWish(spare, 1000, 0, complete, false, "t", Set.of("f"));
    return PoolPlan.decide(memory, wish, List.of(sandboxes), LIMITS, now);
  }

  private static ObservedSandbox sandbox(SandboxState state) {
    return new ObservedSandbox("a", "a", "t", START, state);
  }
}
