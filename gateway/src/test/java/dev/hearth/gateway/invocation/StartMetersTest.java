package dev.hearth.gateway.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.sandbox.StartPhases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StartMeters meters = new StartMeters(registry);

  @Test
  void each_phase_is_recorded() {
    meters.ready("python3.11", true, new StartPhases(1_000_000, 2_000_000, 3_000_000));
    assertEquals(3, millis("python3.11", "provisioned-concurrency", "init"));
    assertEquals(1, millis("python3.11", "provisioned-concurrency", "claim"));
  }

  @Test
  void beyond_so_many_runtimes_all_are_one() {
    for (int i = 0; i < 5 * StartMeters.MAX_RUNTIMES; i++) {
      meters.ready("r" + i, false, new StartPhases(0, 0, 1_000_000));
    }
    int most = 3 * (2 * StartMeters.MAX_RUNTIMES + 1);
    assertEquals(most, registry.getMeters().size());
    assertEquals(3 * StartMeters.MAX_RUNTIMES, millis("other", "on-demand", "init"));
  }

  private double millis(String runtime, String type, String phase) {
    return registry
        .get("sandbox.start.phase")
        .tags("runtime", runtime, "initialization_type", type, "phase", phase)
        .timer()
        .totalTime(TimeUnit.MILLISECONDS);
  }
}
