package dev.hearth.gateway.sandbox.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.sandbox.pool.PoolEffect.Give;
import dev.hearth.gateway.sandbox.pool.PoolEffect.Refuse;
import dev.hearth.gateway.sandbox.pool.PoolEffect.Retire;
import dev.hearth.gateway.sandbox.pool.PoolEffect.Start;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Abandon;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Claim;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Died;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Finished;
import dev.hearth.gateway.sandbox.pool.PoolEvent.GiveUp;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Retain;
import dev.hearth.gateway.sandbox.pool.PoolEvent.StartFailed;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Started;
import dev.hearth.gateway.sandbox.pool.PoolEvent.Tick;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolsTest {
  private static final PoolKey ONE = new PoolKey("shop", "one", "$LATEST", "r1");
  private static final PoolKey TWO = new PoolKey("shop", "two", "$LATEST", "r1");
  private static final PoolKey THREE = new PoolKey("shop", "three", "$LATEST", "r1");
  private static final StartFailure BROKEN =
      new StartFailure(StartFailure.Kind.UNAVAILABLE, "no interpreter");
  private static final PoolLimits LIMITS =
      new PoolLimits(4, 3, 2, 600, 60, 50, 10, 40, 4, 1_000, 1_000);

  private final Pools pools = new Pools(LIMITS);
  private long now = 1_000;

  @BeforeEach
  void both_functions_are_in_the_catalogue() {
    on(new Retain(Set.of(ONE, TWO)));
  }

  @Test
  void the_most_recently_used_sandbox_is_used_again() {
    warm(ONE, 1, 1);
    warm(ONE, 2, 2);
    on(new Finished(1));
    on(new Finished(2));
    assertEquals(List.of(new Give(3, 2, false)), on(new Claim(3, ONE)));
  }

  @Test
  void parallel_claims_get_parallel_sandboxes() {
    assertEquals(List.of(new Start(1, ONE, false)), on(new Claim(1, ONE)));
    assertEquals(List.of(new Start(2, ONE, false)), on(new Claim(2, ONE)));
  }

  @Test
  void the_oldest_waiter_gets_whichever_sandbox_is_free_first() {
    warm(ONE, 1, 1);
    on(new Claim(2, ONE));
    assertEquals(List.of(new Give(2, 1, false)), on(new Finished(1)));
    assertEquals(List.of(), on(new Started(2, true)));
    assertEquals(List.of(new Give(3, 2, false)), on(new Claim(3, ONE)));
  }

  @Test
  void a_start_that_nobody_waits_for_any_more_serves_the_next_claim() {
    on(new Claim(1, ONE));
    on(new GiveUp(1));
    assertEquals(List.of(), on(new Claim(2, ONE)));
    assertEquals(List.of(new Give(2, 1, true)), on(new Started(1, true)));
  }

  @Test
  void an_idle_sandbox_ages_out_after_keep_alive_and_not_before() {
    warm(ONE, 1, 1);
    on(new Finished(1));
    now += 599;
    assertEquals(List.of(), on(new Tick()));
    now += 1;
    assertEquals(List.of(new Retire(1)), on(new Tick()));
    assertEquals(0, pools.living());
  }

  @Test
  void a_function_that_has_a_keep_alive_of_its_own_keeps_to_it() {
    warm(ONE, 1, 1);
    warm(TWO, 2, 2);
    on(new Finished(1));
    on(new Finished(2));
    on(new PoolEvent.KeepAlive(Map.of(ONE, 100L)));
    now += 99;
    assertEquals(List.of(), on(new Tick()));
    now += 1;
    assertEquals(List.of(new Retire(1)), on(new Tick()));
    on(new PoolEvent.KeepAlive(Map.of(TWO, 700L)));
    now += 599;
    assertEquals(List.of(), on(new Tick()));
    now += 1;
    assertEquals(List.of(new Retire(2)), on(new Tick()));
  }

  @Test
  void a_function_at_its_capacity_is_refused_at_once() {
    warm(ONE, 1, 1);
    warm(ONE, 2, 2);
    warm(ONE, 3, 3);
    assertEquals(List.of(new Refuse(4, new Refusal.AtCapacity(3))), on(new Claim(4, ONE)));
  }

  @Test
  void at_full_capacity_the_longest_idle_sandbox_of_another_function_makes_room() {
    warm(ONE, 1, 1);
    warm(ONE, 2, 2);
    warm(ONE, 3, 3);
    warm(TWO, 4, 4);
    assertEquals(List.of(new Refuse(5, new Refusal.AtCapacity(4))), on(new Claim(5, TWO)));
    on(new Finished(2));
    now++;
    on(new Finished(1));
    assertEquals(List.of(new Retire(2), new Start(5, TWO, false)), on(new Claim(6, TWO)));
  }

  @Test
  void more_waiters_than_allowed_are_refused() {
    on(new Claim(1, ONE));
    on(new Claim(2, ONE));
    assertEquals(List.of(new Refuse(3, new Refusal.TooManyWaiters(2))), on(new Claim(3, ONE)));
  }

  @Test
  void a_waiter_is_refused_when_it_has_waited_too_long() {
    on(new Claim(1, ONE));
    now += 45;
    on(new Claim(2, ONE));
    now += 15;
    assertEquals(new Refuse(1, new Refusal.WaitedTooLong(60)), on(new Tick()).getFirst());
  }

  @Test
  void a_start_that_never_ends_fails_its_waiter() {
    on(new Claim(1, ONE));
    now += 50;
    List<PoolEffect> effects = on(new Tick());
    assertEquals(new Retire(1), effects.get(1));
    assertEquals(List.of(), on(new Started(1, true)));
  }

  @Test
  void a_failed_start_fails_the_waiters_that_no_start_is_left_for() {
    on(new Claim(1, ONE));
    on(new Claim(2, ONE));
    assertEquals(
        List.of(new Refuse(2, new Refusal.NotStarted(BROKEN)), new Retire(1)),
        on(new StartFailed(1, BROKEN)));
    assertEquals(List.of(new Give(1, 2, true)), on(new Started(2, true)));
  }

  @Test
  void a_function_that_cannot_start_is_left_alone_for_a_time_that_doubles() {
    on(new Claim(1, ONE));
    on(new StartFailed(1, BROKEN));
    now += 9;
    assertEquals(List.of(new Refuse(2, new Refusal.NotStarted(BROKEN))), on(new Claim(2, ONE)));
    now += 1;
    assertEquals(List.of(new Start(2, ONE, false)), on(new Claim(3, ONE)));
    assertEquals(List.of(), on(new Claim(4, ONE)));
    on(new StartFailed(2, BROKEN));
    now += 19;
    assertEquals(List.of(new Refuse(5, new Refusal.NotStarted(BROKEN))), on(new Claim(5, ONE)));
  }

  @Test
  void when_starting_works_again_each_waiter_gets_its_own_start() {
    on(new Claim(1, ONE));
    on(new StartFailed(1, BROKEN));
    now += 10;
    on(new Claim(2, ONE));
    on(new Claim(3, ONE));
    assertEquals(List.of(new Give(2, 2, true), new Start(3, ONE, false)), on(new Started(2, true)));
  }

  @Test
  void a_changed_function_keeps_its_old_sandboxes_only_for_what_runs_and_waits() {
    warm(ONE, 1, 1);
    warm(ONE, 2, 2);
    on(new Finished(2));
    on(new Claim(3, ONE));
    on(new Claim(4, ONE));
    assertEquals(List.of(), on(new Retain(Set.of(TWO))));
    assertEquals(List.of(new Give(4, 1, false)), on(new Finished(1)));
    assertEquals(List.of(new Retire(2)), on(new Finished(2)));
    assertEquals(List.of(new Retire(3)), on(new Started(3, true)));
    assertEquals(List.of(new Retire(1)), on(new Finished(1)));
  }

  @Test
  void a_dead_sandbox_is_never_given_again() {
    warm(ONE, 1, 1);
    on(new Finished(1));
    assertEquals(List.of(new Retire(1)), on(new Died(1)));
    assertEquals(List.of(new Start(2, ONE, false)), on(new Claim(2, ONE)));
    assertEquals(List.of(), on(new Died(1)));
  }

  @Test
  void abandoning_refuses_the_waiters_and_ends_every_sandbox() {
    warm(ONE, 1, 1);
    on(new Claim(2, ONE));
    assertEquals(
        List.of(new Refuse(2, new Refusal.Closing()), new Retire(1), new Retire(2)),
        on(new Abandon()));
    assertEquals(List.of(new Refuse(3, new Refusal.Closing())), on(new Claim(3, TWO)));
  }

  @Test
  void a_waiter_that_found_no_room_gets_its_start_as_soon_as_there_is_some() {
    twoFunctionsStarve();
    assertEquals(List.of(new Retire(6), new Start(7, ONE, false)), on(new Died(6)));
    assertEquals(List.of(new Retire(1), new Start(8, TWO, false)), on(new Finished(1)));
  }

  @Test
  void a_starved_function_that_is_gone_is_forgotten_with_its_last_waiter() {
    twoFunctionsStarve();
    on(new Retain(Set.of(THREE)));
    on(new Died(6));
    assertEquals(Set.of(ONE, TWO, THREE), pools.pools.keys());
    on(new GiveUp(8));
    assertEquals(Set.of(ONE, THREE), pools.pools.keys());
  }

  @Test
  void a_starved_function_that_is_gone_is_forgotten_when_its_last_waiter_is_refused() {
    twoFunctionsStarve();
    on(new Retain(Set.of(THREE)));
    on(new Died(6));
    now += 49;
    on(new Started(7, true));
    now += 11;
    assertEquals(List.of(new Refuse(8, new Refusal.WaitedTooLong(60))), on(new Tick()));
    assertEquals(Set.of(ONE, THREE), pools.pools.keys());
  }

  /** Ticket 6 waits for ONE and 8 for TWO, whose first starts failed; there is no room. */
  private void twoFunctionsStarve() {
    on(new Retain(Set.of(ONE, TWO, THREE)));
    warm(THREE, 1, 1);
    warm(THREE, 2, 2);
    on(new Claim(3, ONE));
    on(new StartFailed(3, BROKEN));
    on(new Claim(4, TWO));
    on(new StartFailed(4, BROKEN));
    now += 10;
    on(new Claim(5, ONE));
    on(new Claim(6, ONE));
    on(new Claim(7, TWO));
    on(new Claim(8, TWO));
    assertEquals(List.of(new Give(5, 5, true)), on(new Started(5, true)));
    assertEquals(List.of(new Give(7, 6, true)), on(new Started(6, true)));
  }

  private void warm(PoolKey key, long ticket, long sandbox) {
    assertEquals(List.of(new Start(sandbox, key, false)), on(new Claim(ticket, key)));
    assertEquals(List.of(new Give(ticket, sandbox, true)), on(new Started(sandbox, true)));
  }

  private List<PoolEffect> on(PoolEvent event) {
    return pools.on(event, now);
  }

  @Test
  void an_adopted_sandbox_serves_at_once_and_a_busy_one_when_it_has_ended() {
    on(new PoolEvent.Adopted(-1, ONE, false, true));
    assertEquals(List.of(new PoolEffect.Give(1, -1, false)), on(new PoolEvent.Claim(1, ONE)));
    on(new PoolEvent.Adopted(-2, ONE, true, true));
    on(new PoolEvent.Claim(2, ONE));
    assertEquals(List.of(new PoolEffect.Give(2, -2, false)), on(new PoolEvent.Finished(-2)));
  }

  @Test
  void a_sandbox_of_an_old_revision_is_not_adopted() {
    var old = new PoolKey("shop", "one", "$LATEST", "r0");
    assertEquals(
        List.of(new PoolEffect.Retire(-1)), on(new PoolEvent.Adopted(-1, old, true, true)));
    assertEquals(0, pools.living());
  }
}
