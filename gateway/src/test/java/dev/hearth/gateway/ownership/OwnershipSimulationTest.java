package dev.hearth.gateway.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OwnershipSimulationTest {
  private static final int SEEDS = 2_000;

  /** Within so many seeds each missing guard is noticed. */
  private static final int CONTROL_SEEDS = 1_000;

  private static final int FUNCTIONS = 4;
  private static final long FIRST_SEED = Long.getLong("hearth.seed", System.nanoTime());

  @Test
  void no_limit_is_passed_no_permit_lost_and_nobody_refused_without_need() {
    seeds(SEEDS).forEach(seed -> run(seed, Set.of()));
  }

  @TestFactory
  List<DynamicTest> the_simulation_catches_that_there_is_no() {
    return Arrays.stream(Guard.values())
        .map(guard -> DynamicTest.dynamicTest(guard.option(), () -> isCaught(guard)))
        .toList();
  }

  @Test
  void a_seed_decides_everything() {
    assertEquals(run(FIRST_SEED, Set.of()), run(FIRST_SEED, Set.of()));
  }

  private static void isCaught(Guard guard) {
    boolean caught =
        seeds(CONTROL_SEEDS)
            .anyMatch(
                seed -> {
                  try {
                    new OwnershipSimulation(seed, FUNCTIONS, EnumSet.of(guard)).run();
                    return false;
                  } catch (Referee.Violation e) {
                    return true;
                  }
                });
    assertTrue(caught, guard.option() + " was not missed with -Dhearth.seed=" + FIRST_SEED);
  }

  private static LongStream seeds(int number) {
    return LongStream.range(FIRST_SEED, FIRST_SEED + number).parallel();
  }

  private static OwnershipSimulation.Summary run(long seed, Set<Guard> without) {
    var simulation = new OwnershipSimulation(seed, FUNCTIONS, without);
    try {
      return simulation.run();
    } catch (RuntimeException e) {
      throw new AssertionError(
          "step " + simulation.step() + ": " + e.getMessage() + "; bench/simulate --seed " + seed,
          e);
    }
  }
}
