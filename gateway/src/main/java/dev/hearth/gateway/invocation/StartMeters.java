package dev.hearth.gateway.invocation;

import dev.hearth.gateway.sandbox.StartPhases;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long sandboxes take to become ready, by runtime: there are few of these. */
public final class StartMeters {
  /** Runtimes that are told apart; beyond it all are one. */
  static final int MAX_RUNTIMES = 50;

  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final Map<Kind, Timers> timers = new ConcurrentHashMap<>();

  private record Kind(String runtime, boolean provisioned) {}

  private record Timers(Timer claim, Timer push, Timer init) {}

  public StartMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A sandbox has become ready. */
  public void ready(String runtime, boolean provisioned, StartPhases phases) {
    var wanted = new Kind(runtime == null || runtime.isEmpty() ? "image" : runtime, provisioned);
    boolean room = timers.containsKey(wanted) || timers.size() < 2 * MAX_RUNTIMES;
    Timers kind =
        timers.computeIfAbsent(room ? wanted : new Kind(OTHER, provisioned), this::timers);
    kind.claim().record(phases.claim(), TimeUnit.NANOSECONDS);
    kind.push().record(phases.push(), TimeUnit.NANOSECONDS);
    kind.init().record(phases.init(), TimeUnit.NANOSECONDS);
  }

  private Timers timers(Kind kind) {
    return new Timers(timer(kind, "claim"), timer(kind, "push"), timer(kind, "init"));
  }

  private Timer timer(Kind kind, String phase) {
    return Timer.builder("sandbox.start.phase")
        .description(
            "Making a sandbox ready: until a spare was had, had the function, had run Init")
        .tag("runtime", kind.runtime())
        .tag("initialization_type", kind.provisioned() ? "provisioned-concurrency" : "on-demand")
        .tag("phase", phase)
        .register(registry);
  }
}
