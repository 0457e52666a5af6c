package dev.hearth.gateway.sandbox.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PoolSimulationTest {
  private static final int SEEDS = 2_000;
  private static final long FIRST_SEED = Long.getLong("hearth.seed", System.nanoTime());

  @Test
  void the_pools_keep_their_promises_whatever_happens() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      try {
        new PoolSimulation(new Pools(PoolSimulation.LIMITS), seed).run();
      } catch (RuntimeException | PoolSimulation.Violation e) {
        throw new AssertionError("broken with -Dhearth.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @TestFactory
  List<DynamicTest> the_simulation_catches() {
    return mutants().entrySet().stream()
        .map(m -> DynamicTest.dynamicTest(m.getKey(), () -> assertTrue(caught(m.getValue()))))
        .toList();
  }

  private static boolean caught(Supplier<Pools> mutant) {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      try {
        new PoolSimulation(mutant.get(), seed).run();
      } catch (RuntimeException | PoolSimulation.Violation e) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, Supplier<Pools>> mutants() {
    var mutants = new LinkedHashMap<String, Supplier<Pools>>();
    mutants.put("a_pool_that_uses_the_longest_idle_first", LongestIdleFirst::new);
    mutants.put("a_pool_that_serves_the_newest_waiter", NewestWaiterFirst::new);
    mutants.put("a_pool_that_starts_for_every_claim", StartForEveryClaim::new);
    mutants.put("a_pool_that_never_starts_a_second_sandbox", OneStartAtATime::new);
    mutants.put("a_pool_that_keeps_old_revisions", KeepsOldRevisions::new);
    mutants.put("a_pool_that_gives_a_sandbox_and_keeps_it_idle", GivesTwice::new);
    mutants.put("a_pool_that_forgets_who_gave_up", () -> deafTo(PoolEvent.GiveUp.class));
    mutants.put("a_pool_that_does_not_notice_death", () -> deafTo(PoolEvent.Died.class));
    mutants.put(
        "a_pool_that_does_not_notice_failed_starts", () -> deafTo(PoolEvent.StartFailed.class));
    mutants.put("a_pool_without_a_clock", () -> deafTo(PoolEvent.Tick.class));
    mutants.put("a_pool_without_bounds", Unbounded::new);
    return mutants;
  }

  private static Pools deafTo(Class<? extends PoolEvent> what) {
    return new Pools(PoolSimulation.LIMITS) {
      @Override
      public List<PoolEffect> on(PoolEvent event, long now) {
        return what.isInstance(event) ? List.of() : super.on(event, now);
      }
    };
  }

  private static final class LongestIdleFirst extends Pools {
    LongestIdleFirst() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    PooledSandbox.Idle choose(FunctionPool pool) {
      return pool.idle.pollFirst();
    }
  }

  private static final class GivesTwice extends Pools {
    GivesTwice() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    PooledSandbox.Idle choose(FunctionPool pool) {
      return pool.idle.peekLast();
    }
  }

  private static final class NewestWaiterFirst extends Pools {
    NewestWaiterFirst() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    FunctionPool.Waiter nextWaiter(FunctionPool pool) {
      var last = pool.waiters.lastEntry();
      return last == null ? null : last.getValue();
    }
  }

  private static final class StartForEveryClaim extends Pools {
    StartForEveryClaim() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    boolean startWanted(FunctionPool pool) {
      return true;
    }
  }

  private static final class OneStartAtATime extends Pools {
    OneStartAtATime() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    boolean startWanted(FunctionPool pool) {
      return false;
    }
  }

  private static final class KeepsOldRevisions extends Pools {
    KeepsOldRevisions() {
      super(PoolSimulation.LIMITS);
    }

    @Override
    boolean superseded(FunctionPool pool) {
      return false;
    }
  }

  private static final class Unbounded extends Pools {
    Unbounded() {
      super(new PoolLimits(1000, 1000, 1000, 400, 90, 70, 10, 80));
    }
  }
}
