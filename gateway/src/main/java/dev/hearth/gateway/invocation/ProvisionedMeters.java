package dev.hearth.gateway.invocation;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxPools;
import dev.hearth.gateway.sandbox.pool.Provisioned;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is known about the sandboxes that are kept for one version of a function. */
final class ProvisionedMeters {
  private static final String PREFIX = "provisioned.concurrency.";

  private final MeterRegistry registry;
  private final List<Gauge> gauges;

  ProvisionedMeters(MeterRegistry registry, SandboxPools pools, FunctionVersion version) {
    this.registry = registry;
    this.gauges =
        List.of(
            gauge(
                "provisioned.concurrent.executions",
                "Invocations running now on sandboxes that are kept",
                pools,
                version,
                now -> Math.min(now.busy(), now.requested())),
            gauge(
                PREFIX + "requested",
                "Sandboxes to be kept",
                pools,
                version,
                Provisioned::requested),
            gauge(
                PREFIX + "allocated",
                "Of these, made or begun",
                pools,
                version,
                Provisioned::allocated),
            gauge(
                PREFIX + "available",
                "Of these, initialised",
                pools,
                version,
                Provisioned::available),
            gauge(
                PREFIX + "utilization",
                "Share of these at work, 0 to 1",
                pools,
                version,
                Provisioned::utilization));
  }

  private Gauge gauge(
      String name,
      String description,
      SandboxPools pools,
      FunctionVersion version,
      ToDoubleFunction<Provisioned> value) {
    var tags =
        Tags.of("namespace", version.id().namespace(), "function_name", version.name())
            .and("executed_version", version.version());
    return Gauge.builder(
            name, pools, p -> p.provisioned(version).map(value::applyAsDouble).orElse(0.0))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  /** Forgets a version of which no sandbox is kept. */
  void remove() {
    gauges.forEach(registry::remove);
  }
}
