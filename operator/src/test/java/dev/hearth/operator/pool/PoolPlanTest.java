package dev.hearth.operator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.operator.pool.SandboxState.Claimed;
import dev.hearth.operator.pool.SandboxState.Dead;
import dev.hearth.operator.pool.SandboxState.Leaving;
import dev.hearth.operator.pool.SandboxState.Spare;
import dev.hearth.operator.pool.SandboxState.Starting;
import dev.hearth.operator.pool.SandboxState.Stuck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolPlanTest {
  static final PoolLimits LIMITS =
      new PoolLimits(
          20,
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          Duration.ofMillis(1_500),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5));
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TEMPLATE = "t1";

  private PoolMemory memory = PoolMemory.fresh(START, false);
  private Instant now = START;

  @Test
  void a_new_pool_makes_its_spares() {
    assertEquals(3, decide(wish(3, 0)).create());
  }

  @Test
  void what_was_made_and_not_seen_yet_is_not_made_again() {
    memory = memory.made(List.of("a", "b"), now);
    assertEquals(1, decide(wish(3, 0)).create());
  }

  @Test
  void what_stays_out_of_sight_is_made_again() {
    memory = memory.made(List.of("a", "b"), now);
    now = now.plus(LIMITS.unseen());
    assertEquals(3, decide(wish(3, 0)).create());
  }

  @Test
  void each_waiting_invocation_gets_a_sandbox_beyond_the_spares() {
    assertEquals(5, decide(wish(2, 5), spare("a"), starting("b")).create());
  }

  @Test
  void claimed_sandboxes_are_no_spares() {
    assertEquals(1, decide(wish(1, 0), claimed("a", "f")).create());
  }

  @Test
  void no_more_start_at_one_time_than_the_limit_says() {
    ObservedSandbox[] up =
        IntStream.range(0, 30).mapToObj(i -> claimed("c" + i, "f")).toArray(ObservedSandbox[]::new);
    assertEquals(20, decide(wish(0, 500), up).create());
    up[0] = starting("a");
    assertEquals(19, decide(wish(0, 500), up).create());
  }

  @Test
  void ten_start_at_one_time_and_then_as_many_as_are_up() {
    assertEquals(10, decide(wish(0, 500)).create());
    ObservedSandbox[] seen =
        IntStream.range(0, 16)
            .mapToObj(i -> i < 3 ? starting("s" + i) : claimed("c" + i, "f"))
            .toArray(ObservedSandbox[]::new);
    assertEquals(13 - 3, decide(wish(0, 500), seen).create());
  }

  @Test
  void no_more_live_than_max_even_if_some_are_out_of_sight() {
    memory = memory.made(List.of("x"), now);
    var wish = new PoolWish(5, 4, 10, true, false, TEMPLATE, Set.of("f"));
    assertEquals(1, decide(wish, claimed("a", "f"), spare("b")).create());
  }

  @Test
  void a_stuck_sandbox_stands_for_all_and_its_reason_is_told() {
    PoolDecision decision =
        decide(wish(2, 50), one("a", new Stuck("ErrImagePull", "no such image")));
    assertEquals(0, decision.create());
    assertFalse(decision.report().usable());
    assertEquals("ErrImagePull", decision.report().reason());
    assertEquals("no such image", decision.report().message());
  }

  @Test
  void one_that_dies_unused_goes_and_the_pool_pauses_longer_each_time() {
    PoolDecision first = decide(wish(1, 0), one("a", new Dead(false, "Error, exit code 1")));
    assertEquals(List.of("a"), deleted(first));
    assertEquals(0, first.create());
    assertEquals(Duration.ofSeconds(1), first.lookAgain());
    assertEquals("SandboxesFail", first.report().reason());
    assertTrue(first.report().message().contains("exit code 1"));
    now = now.plusSeconds(1);
    assertEquals(1, decide(wish(1, 0)).create());
    PoolDecision second = decide(wish(1, 0), one("b", new Dead(false, "Error, exit code 1")));
    assertEquals(Duration.ofSeconds(2), second.lookAgain());
  }

  @Test
  void the_pause_has_an_upper_bound() {
    assertEquals(LIMITS.maxBackoff(), LIMITS.backoff(1_000_000));
  }

  @Test
  void a_death_that_is_seen_twice_counts_once() {
    decide(wish(1, 0), one("a", new Dead(false, "x")));
    decide(wish(1, 0), one("a", new Dead(false, "x")));
    assertEquals(1, memory.deaths());
  }

  @Test
  void the_death_of_one_that_a_function_had_pauses_nothing() {
    PoolDecision decision = decide(wish(1, 0), one("a", new Dead(true, "OOMKilled")));
    assertEquals(List.of("a"), deleted(decision));
    assertEquals(1, decision.create());
  }

  @Test
  void a_sandbox_that_lives_makes_earlier_deaths_forgotten() {
    decide(wish(1, 0), one("a", new Dead(false, "x")));
    now = now.plus(LIMITS.proven());
    decide(wish(1, 0), spare("b"));
    assertEquals(0, memory.deaths());
  }

  @Test
  void one_that_does_not_start_in_time_is_replaced() {
    now = START.plus(LIMITS.startTimeout());
    PoolDecision decision = decide(wish(1, 0), starting("a"));
    assertEquals(List.of("a"), deleted(decision));
    assertEquals(1, memory.deaths());
  }

  @Test
  void one_that_leaves_is_replaced_at_once() {
    assertEquals(1, decide(wish(1, 0), one("a", new Leaving())).create());
  }

  @Test
  void one_whose_deletion_was_sent_is_replaced_and_not_deleted_twice() {
    decide(wish(1, 0), one("a", new Dead(true, "x")));
    PoolDecision again = decide(wish(1, 0), spare("a"));
    assertEquals(List.of(), deleted(again));
    assertEquals(1, again.create());
  }

  @Test
  void a_surplus_waits_for_the_next_burst_and_then_goes_oldest_first() {
    var old = new ObservedSandbox("old", "old", TEMPLATE, START, new Spare());
    var young = new ObservedSandbox("young", "young", TEMPLATE, START.plusSeconds(30), new Spare());
    PoolDecision early = decide(wish(1, 0), young, old);
    assertEquals(List.of(), deleted(early));
    assertEquals(LIMITS.surplusKept(), early.lookAgain());
    now = START.plus(LIMITS.surplusKept());
    assertEquals(List.of("old"), deleted(decide(wish(1, 0), young, old)));
  }

  @Test
  void a_pool_that_nobody_needs_keeps_no_spare() {
    now = START.plus(LIMITS.idleAfter());
    PoolDecision decision = decide(wish(1, 0), spare("a"));
    assertTrue(decision.report().idle());
    assertTrue(decision.report().usable());
    assertEquals(List.of("a"), deleted(decision));
    assertEquals(0, decide(wish(1, 0)).create());
  }

  @Test
  void an_idle_pool_wakes_when_an_invocation_waits() {
    memory = PoolMemory.fresh(START, true);
    assertEquals(0, decide(wish(2, 0)).create());
    assertEquals(3, decide(wish(2, 1)).create());
    assertFalse(memory.idle());
  }

  @Test
  void an_idle_pool_wakes_when_a_function_changes() {
    memory = PoolMemory.fresh(START, true);
    assertEquals(2, decide(new PoolWish(2, 9, 0, true, true, TEMPLATE, Set.of())).create());
  }

  @Test
  void a_pool_with_claimed_sandboxes_is_not_idle() {
    now = START.plus(LIMITS.idleAfter());
    assertFalse(decide(wish(1, 0), claimed("a", "f")).report().idle());
  }

  @Test
  void a_sandbox_of_a_function_that_is_gone_is_deleted() {
    assertEquals(
        List.of("b"), deleted(decide(wish(0, 0), claimed("a", "f"), claimed("b", "gone"))));
  }

  @Test
  void a_claimed_sandbox_whose_function_is_not_known_yet_stays() {
    assertEquals(List.of(), deleted(decide(wish(0, 0), claimed("a", ""))));
  }

  @Test
  void spares_of_an_old_template_go_one_by_one_as_new_ones_are_ready() {
    var old1 = outdated("o1", new Spare());
    var old2 = outdated("o2", new Spare());
    PoolDecision first = decide(wish(2, 0), old1, old2);
    assertEquals(2, first.create());
    assertEquals(List.of(), deleted(first));
    PoolDecision second = decide(wish(2, 0), old1, old2, spare("n1"), starting("n2"));
    assertEquals(List.of("o2"), deleted(second));
    memory = PoolMemory.fresh(START, false);
    assertEquals(
        List.of("o1", "o2"), deleted(decide(wish(2, 0), old1, old2, spare("n1"), spare("n2"))));
  }

  @Test
  void stuck_sandboxes_of_an_old_template_go_at_once() {
    PoolDecision decision = decide(wish(1, 0), outdated("o", new Stuck("ErrImagePull", "")));
    assertEquals(List.of("o"), deleted(decision));
    assertEquals(1, decision.create());
  }

  @Test
  void the_cpu_of_init_is_given_back_after_it() {
    PoolDecision decision = decide(wish(0, 0), one("a", new Claimed("f", true)));
    assertEquals(List.of("a"), decision.settle().stream().map(ObservedSandbox::name).toList());
  }

  @Test
  void a_refusal_of_the_api_server_is_told_and_paused_for() {
    memory =
        memory.made(List.of("a"), now).refused(Set.of("a"), "exceeded quota: pods=10", now, LIMITS);
    PoolDecision decision = decide(wish(1, 0));
    assertEquals(0, decision.create());
    assertTrue(decision.report().message().contains("exceeded quota"));
    assertEquals(Duration.ofSeconds(1), decision.lookAgain());
  }

  @Test
  void one_that_could_not_be_deleted_is_deleted_again() {
    decide(wish(1, 0), one("a", new Dead(true, "x")));
    memory = memory.spared(Set.of("a"));
    assertEquals(List.of("a"), deleted(decide(wish(1, 0), one("a", new Dead(true, "x")))));
  }

  private PoolDecision decide(PoolWish wish, ObservedSandbox... sandboxes) {
    PoolDecision decision = PoolPlan.decide(memory, wish, List.of(sandboxes), LIMITS, now);
    memory = decision.memory();
    return decision;
  }

  private static PoolWish wish(int spare, int waiting) {
    return new PoolWish(spare, 1000, waiting, true, false, TEMPLATE, Set.of("f"));
  }

  private static List<String> deleted(PoolDecision decision) {
    return decision.delete().stream().map(removal -> removal.sandbox().name()).sorted().toList();
  }

  private static ObservedSandbox spare(String name) {
    return one(name, new Spare());
  }

  private static ObservedSandbox starting(String name) {
    return one(name, new Starting());
  }

  private static ObservedSandbox claimed(String name, String function) {
    return one(name, new Claimed(function, false));
  }

  private static ObservedSandbox one(String name, SandboxState state) {
    return new ObservedSandbox(name, name, TEMPLATE, START, state);
  }

  private static ObservedSandbox outdated(String name, SandboxState state) {
    return new ObservedSandbox(name, name, "t0", START, state);
  }
}
