package dev.hearth.gateway.sandbox.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.sandbox.pool.PoolEvent.Initialised;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PoolSimulationTest {
  private static final int SEEDS = 2_000;

  /** Some mutants show once in a thousand runs. */
  private static final int SEEDS_FOR_A_MUTANT = 20 * SEEDS;

  private static final long START_PERIOD = PoolSimulation.LIMITS.startPeriod();
  private static final long FIRST_SEED = Long.getLong("hearth.seed", System.nanoTime());

  @Test
  void the_pools_keep_their_promises_whatever_happens() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      try {
        new PoolSimulation(new Pools(PoolSimulation.LIMITS), seed).run();
      } catch (RuntimeException | PoolReferee.Violation e) {
        throw new AssertionError("broken with -Dhearth.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @TestFactory
  List<DynamicTest> the_simulation_catches() {
    return mutants().entrySet().stream()
        .map(m -> DynamicTest.dynamicTest(m.getKey(), () -> isCaught(m.getValue())))
        .toList();
  }

  private static void isCaught(Supplier<Pools> mutant) {
    boolean caught = false;
    for (long seed = FIRST_SEED; !caught && seed < FIRST_SEED + SEEDS_FOR_A_MUTANT; seed++) {
      try {
        new PoolSimulation(mutant.get(), seed).run();
      } catch (RuntimeException | PoolReferee.Violation e) {
        caught = true;
      }
    }
    assertTrue(caught, "not caught with -Dhearth.seed=" + FIRST_SEED);
  }

  private static Map<String, Supplier<Pools>> mutants() {
    var mutants = new LinkedHashMap<String, Supplier<Pools>>();
    mutants.put("a_pool_that_uses_the_longest_idle_first", PoolMutants.LongestIdleFirst::new);
    mutants.put("a_pool_that_gives_a_sandbox_and_keeps_it_idle", PoolMutants.GivesTwice::new);
    mutants.put("a_pool_that_serves_the_newest_waiter", PoolMutants.NewestWaiterFirst::new);
    mutants.put("a_pool_that_starts_for_every_claim", PoolMutants.StartForEveryClaim::new);
    mutants.put("a_pool_that_never_starts_a_second_sandbox", PoolMutants.OneStartAtATime::new);
    mutants.put("a_pool_that_keeps_old_revisions", PoolMutants.KeepsOldRevisions::new);
    mutants.put("a_pool_that_makes_no_room", PoolMutants.MakesNoRoom::new);
    mutants.put("a_pool_that_says_warm_for_cold", () -> saying(PoolSimulationTest::warm));
    mutants.put("a_pool_that_retires_twice", () -> saying(PoolSimulationTest::twice));
    mutants.put("a_pool_that_retires_nothing", () -> silentAbout(PoolEffect.Retire.class));
    mutants.put("a_pool_that_refuses_silently", () -> silentAbout(PoolEffect.Refuse.class));
    mutants.put("a_pool_that_gives_silently", () -> silentAbout(PoolEffect.Give.class));
    mutants.put("a_pool_that_forgets_who_gave_up", () -> deafTo(PoolEvent.GiveUp.class));
    mutants.put("a_pool_that_does_not_notice_death", () -> deafTo(PoolEvent.Died.class));
    mutants.put("a_pool_that_misses_failed_starts", () -> deafTo(PoolEvent.StartFailed.class));
    mutants.put("a_pool_that_misses_changes", () -> deafTo(PoolEvent.Retain.class));
    mutants.put("a_pool_that_adopts_nothing", () -> deafTo(PoolEvent.Adopted.class));
    mutants.put("a_pool_that_adopts_whatever_comes", PoolMutants.AdoptsAll::new);
    mutants.put("a_pool_that_adopts_the_busy_as_idle", PoolMutants.AdoptsAsIdle::new);
    mutants.put("a_pool_that_counts_failed_inits_as_kept", PoolMutants.CountsFailedInits::new);
    mutants.put(
        "a_pool_that_counts_the_adopted_as_initialised", PoolMutants.CountsAdoptedWithoutInit::new);
    mutants.put("a_pool_that_does_not_hear_of_late_inits", () -> deafTo(Initialised.class));
    mutants.put("a_pool_that_keeps_nothing", () -> deafTo(PoolEvent.Provision.class));
    mutants.put("a_pool_that_keeps_one_too_many", () -> keeping(1));
    mutants.put("a_pool_that_keeps_one_too_few", () -> keeping(-1));
    mutants.put(
        "a_pool_that_starts_too_many_at_once", () -> bound(12, 6, 5, 400, 90, 70, 10, 80, 5, 5));
    mutants.put(
        "a_pool_that_starts_too_few_at_once", () -> bound(12, 6, 5, 400, 90, 70, 10, 80, 3, 5));
    mutants.put("a_pool_that_lets_kept_ones_age", PoolMutants.LetsKeptOnesAge::new);
    mutants.put("a_pool_that_makes_room_of_kept_ones", PoolMutants.MakesRoomOfKeptOnes::new);
    mutants.put(
        "a_pool_that_multiplies_at_will", () -> bound(12, 6, 5, 400, 90, 70, 10, 80, 4, 1_000));
    mutants.put(
        "a_pool_that_multiplies_too_slowly", () -> bound(12, 6, 5, 400, 90, 70, 10, 80, 4, 3));
    mutants.put("a_pool_that_says_kept_for_spilled_over", () -> saying(PoolSimulationTest::kept));
    mutants.put("a_pool_without_a_clock", () -> deafTo(PoolEvent.Tick.class));
    mutants.put("a_pool_without_an_end", () -> deafTo(PoolEvent.Abandon.class));
    mutants.put("a_pool_of_one_too_many", () -> bound(13, 6, 5, 400, 90, 70, 10, 80, 4, 5));
    mutants.put("a_pool_of_one_too_few", () -> bound(11, 6, 5, 400, 90, 70, 10, 80, 4, 5));
    mutants.put("a_function_of_one_too_many", () -> bound(12, 7, 5, 400, 90, 70, 10, 80, 4, 5));
    mutants.put("a_function_of_one_too_few", () -> bound(12, 5, 5, 400, 90, 70, 10, 80, 4, 5));
    mutants.put("a_queue_of_one_too_many", () -> bound(12, 6, 6, 400, 90, 70, 10, 80, 4, 5));
    mutants.put("a_queue_of_one_too_few", () -> bound(12, 6, 4, 400, 90, 70, 10, 80, 4, 5));
    mutants.put("a_keep_alive_that_is_all_the_same", () -> deafTo(PoolEvent.KeepAlive.class));
    mutants.put("a_keep_alive_too_long", () -> bound(12, 6, 5, 410, 90, 70, 10, 80, 4, 5));
    mutants.put("a_keep_alive_too_short", () -> bound(12, 6, 5, 390, 90, 70, 10, 80, 4, 5));
    mutants.put("a_wait_too_long", () -> bound(12, 6, 5, 400, 100, 70, 10, 80, 4, 5));
    mutants.put("a_wait_too_short", () -> bound(12, 6, 5, 400, 80, 70, 10, 80, 4, 5));
    mutants.put("a_start_too_long", () -> bound(12, 6, 5, 400, 90, 80, 10, 80, 4, 5));
    mutants.put("a_start_too_short", () -> bound(12, 6, 5, 400, 90, 60, 10, 80, 4, 5));
    mutants.put("a_pause_too_long", () -> bound(12, 6, 5, 400, 90, 70, 15, 80, 4, 5));
    mutants.put("a_pause_too_short", () -> bound(12, 6, 5, 400, 90, 70, 5, 80, 4, 5));
    mutants.put("a_pause_that_does_not_grow", () -> bound(12, 6, 5, 400, 90, 70, 10, 10, 4, 5));
    return mutants;
  }

  private static Pools bound(
      int all,
      int own,
      int waiters,
      long alive,
      long wait,
      long start,
      long pause,
      long longest,
      int pace,
      int starts) {
    return new Pools(
        new PoolLimits(
            all, own, waiters, alive, wait, start, pause, longest, pace, starts, START_PERIOD));
  }

  private static Pools keeping(int more) {
    return new Pools(PoolSimulation.LIMITS) {
      @Override
      public List<PoolEffect> on(PoolEvent event, long now) {
        if (event instanceof PoolEvent.Provision(Map<PoolKey, Integer> targets)) {
          var other = new HashMap<PoolKey, Integer>();
          targets.forEach((key, number) -> other.put(key, number + more));
          return super.on(new PoolEvent.Provision(other), now);
        }
        return super.on(event, now);
      }
    };
  }

  private static List<PoolEffect> kept(List<PoolEffect> effects) {
    UnaryOperator<PoolEffect> kept =
        effect ->
            effect instanceof PoolEffect.Start(long sandbox, PoolKey key, boolean provisioned)
                ? new PoolEffect.Start(sandbox, key, true)
                : effect;
    return effects.stream().map(kept).toList();
  }

  private static Pools deafTo(Class<? extends PoolEvent> what) {
    return new Pools(PoolSimulation.LIMITS) {
      @Override
      public List<PoolEffect> on(PoolEvent event, long now) {
        return what.isInstance(event) ? List.of() : super.on(event, now);
      }
    };
  }

  private static Pools saying(UnaryOperator<List<PoolEffect>> change) {
    return new Pools(PoolSimulation.LIMITS) {
      @Override
      public List<PoolEffect> on(PoolEvent event, long now) {
        return change.apply(super.on(event, now));
      }
    };
  }

  private static Pools silentAbout(Class<? extends PoolEffect> what) {
    Predicate<PoolEffect> silenced = what::isInstance;
    return saying(effects -> effects.stream().filter(silenced.negate()).toList());
  }

  private static List<PoolEffect> warm(List<PoolEffect> effects) {
    UnaryOperator<PoolEffect> warm =
        effect ->
            effect instanceof PoolEffect.Give(long ticket, long sandbox, boolean cold)
                ? new PoolEffect.Give(ticket, sandbox, false)
                : effect;
    return effects.stream().map(warm).toList();
  }

  private static List<PoolEffect> twice(List<PoolEffect> effects) {
    var all = new ArrayList<>(effects);
    effects.stream().filter(PoolEffect.Retire.class::isInstance).forEach(all::add);
    return all;
  }
}
