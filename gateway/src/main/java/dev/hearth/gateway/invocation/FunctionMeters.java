package dev.hearth.gateway.invocation;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.sandbox.pool.Provisioned;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted about one function. Made once, so that an invocation only adds. */
final class FunctionMeters {
  final Counter invocations;
  final Counter errors;
  final Counter throttles;
  final Counter coldStarts;
  private final Counter provisioned;
  private final Counter spillover;
  final Timer duration;
  final AtomicInteger concurrent = new AtomicInteger();
  private final MeterRegistry registry;
  private final Gauge concurrentExecutions;

  FunctionMeters(MeterRegistry registry, FunctionId function) {
    this.registry = registry;
    Tags tags = Tags.of("namespace", function.namespace(), "function_name", function.name());
    invocations =
        Counter.builder("invocations")
            .description("Times the function was run, well or not; throttled requests do not count")
            .tags(tags)
            .register(registry);
    errors =
        Counter.builder("errors")
            .description("Invocations that ended in an error of the function, timeouts included")
            .tags(tags)
            .register(registry);
    throttles =
        Counter.builder("throttles")
            .description("Requests refused for lack of concurrency")
            .tags(tags)
            .register(registry);
    coldStarts =
        Counter.builder("cold.starts")
            .description("Invocations that waited for a sandbox to be started")
            .tags(tags)
            .register(registry);
    provisioned =
        Counter.builder("provisioned.concurrency.invocations")
            .description("Invocations on sandboxes that are kept")
            .tags(tags)
            .register(registry);
    spillover =
        Counter.builder("provisioned.concurrency.spillover.invocations")
            .description("Invocations beyond the sandboxes that are kept")
            .tags(tags)
            .register(registry);
    duration =
        Timer.builder("duration")
            .description("From the claimed sandbox to the function's answer")
            .tags(tags)
            .register(registry);
    concurrentExecutions =
        Gauge.builder("concurrent.executions", concurrent, AtomicInteger::get)
            .description("Invocations running now")
            .tags(tags)
            .register(registry);
  }

  /** An invocation was given a sandbox of a version of which some are kept. */
  void used(Provisioned kept) {
    (kept.spilled() ? spillover : provisioned).increment();
  }

  /** Forgets what was counted: the function is gone. */
  void remove() {
    List.of(
            invocations,
            errors,
            throttles,
            coldStarts,
            provisioned,
            spillover,
            duration,
            concurrentExecutions)
        .forEach(registry::remove);
  }
}
