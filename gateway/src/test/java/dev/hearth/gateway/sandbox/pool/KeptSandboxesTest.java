package dev.hearth.gateway.sandbox.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.sandbox.pool.PoolEffect.Give;
import dev.hearth.gateway.sandbox.pool.PoolEffect.Retire;
import dev.hearth.gateway.sandbox.pool.PoolEffect.Start;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Adopted;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Claim;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Finished;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Initialised;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Provision;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Retain;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Started;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Tick;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sandboxes that are kept, and what becomes of those whose Init fails. */
class KeptSandboxesTest {
  private static final PoolKey ONE = new PoolKey("shop", "one", "1", "r1");
  private static final PoolLimits LIMITS =
      new PoolLimits(4, 3, 2, 600, 60, 50, 10, 40, 4, 1_000, 1_000);

  private final Pools pools = new Pools(LIMITS);
  private long now = 1_000;

  @BeforeEach
  void two_are_kept() {
    on(new Retain(Set.of(ONE)));
    assertEquals(
        List.of(new Start(1, ONE, true), new Start(2, ONE, true)),
        on(new Provision(Map.of(ONE, 2))));
  }

  @Test
  void one_whose_init_failed_is_not_available_and_another_is_tried_in_its_place() {
    on(new Started(1, false));
    on(new Started(2, false));
    assertEquals(new Provisioned(2, 2, 0, 0, true), pools.provisioned(ONE));
    now += 9;
    assertEquals(List.of(), on(new Tick()));
    now += 1;
    assertEquals(List.of(new Retire(1), new Start(3, ONE, true)), on(new Tick()));
    on(new Started(3, false));
    now += 19;
    assertEquals(List.of(), on(new Tick()), "the pause doubles");
    now += 1;
    assertEquals(List.of(new Retire(2), new Start(4, ONE, true)), on(new Tick()));
  }

  @Test
  void when_an_init_succeeds_the_others_follow_at_once() {
    on(new Started(1, false));
    on(new Started(2, false));
    now += 10;
    assertEquals(List.of(new Retire(1), new Start(3, ONE, true)), on(new Tick()));
    assertEquals(List.of(new Retire(2), new Start(4, ONE, true)), on(new Started(3, true)));
    on(new Started(4, true));
    assertEquals(new Provisioned(2, 2, 2, 0, false), pools.provisioned(ONE));
  }

  @Test
  void an_invocation_gets_one_whose_init_failed_only_where_there_is_no_other() {
    on(new Started(1, true));
    on(new Started(2, false));
    assertEquals(List.of(new Give(1, 1, false)), on(new Claim(1, ONE)));
    assertEquals(List.of(new Give(2, 2, false)), on(new Claim(2, ONE)));
  }

  @Test
  void one_that_makes_up_for_its_init_within_an_invocation_is_as_good_as_others() {
    on(new Started(1, true));
    on(new Started(2, false));
    on(new Claim(1, ONE));
    on(new Claim(2, ONE));
    on(new Initialised(2));
    on(new Finished(2));
    on(new Finished(1));
    now += 10;
    assertEquals(List.of(), on(new Tick()));
    assertEquals(new Provisioned(2, 2, 2, 0, false), pools.provisioned(ONE));
  }

  @Test
  void one_that_is_taken_over_without_a_runtime_is_not_available() {
    on(new Started(1, true));
    on(new Started(2, true));
    on(new PoolEvent.Died(1));
    on(new Started(3, true));
    on(new Adopted(-1, ONE, false, false));
    assertEquals(new Provisioned(2, 2, 2, 0, false), pools.provisioned(ONE));
    on(new PoolEvent.Died(2));
    assertEquals(new Provisioned(2, 2, 1, 0, false), pools.provisioned(ONE));
  }

  private List<PoolEffect> on(PoolEvent event) {
    return pools.on(event, now);
  }
}
