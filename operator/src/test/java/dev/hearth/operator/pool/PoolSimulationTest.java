package dev.hearth.operator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.operator.pool.SandboxState.Claimed;
import dev.hearth.operator.pool.SandboxState.Dead;
import dev.hearth.operator.pool.SandboxState.Spare;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PoolSimulationTest {
  private static final int SEEDS = 60;
  private static final int TICKS = 400;

  @Test
  void under_faults_and_old_looks_a_pool_keeps_its_bounds_and_then_recovers() {
    LongStream.range(0, SEEDS)
        .forEach(
            seed -> {
              var simulation = new PoolSimulation(new Random(seed), true);
              simulation.trouble(TICKS);
              // The longest pause after deaths, a start, the time a surplus is kept, and until the
              // rate of claims has faded.
              simulation.quiet(Duration.ofMinutes(12));
              assertEquals(List.of(), simulation.violations, "seed " + seed);
              assertEquals(
                  Math.min(PoolSimulation.SPARE, PoolSimulation.MAX - claimed(simulation)),
                  simulation.count(Spare.class),
                  "spares, seed " + seed);
              assertEquals(0, simulation.count(Dead.class), "dead pods left, seed " + seed);
            });
  }

  @Test
  void a_pool_that_nobody_needs_any_more_shrinks_to_nothing() {
    LongStream.range(0, 10)
        .forEach(
            seed -> {
              var simulation = new PoolSimulation(new Random(seed), true);
              simulation.trouble(TICKS);
              simulation.release();
              simulation.quiet(PoolPlanTest.LIMITS.idleAfter().plusMinutes(10));
              assertEquals(0, simulation.count(SandboxState.class), "seed " + seed);
            });
  }

  @Test
  void the_simulation_catches_a_pool_that_forgets_what_it_did() {
    boolean caught =
        LongStream.range(0, SEEDS)
            .anyMatch(
                seed -> {
                  var simulation = new PoolSimulation(new Random(seed), false);
                  simulation.trouble(TICKS);
                  return !simulation.violations.isEmpty();
                });
    assertTrue(caught);
  }

  private static int claimed(PoolSimulation simulation) {
    return (int) simulation.count(Claimed.class);
  }
}
