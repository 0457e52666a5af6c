package dev.hearth.gateway.invocation;

import dev.hearth.gateway.admission.Ledger;
import dev.hearth.gateway.admission.Permits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToIntFunction;

/** What is known about the concurrency of one account. */
final class AccountMeters {
  private final MeterRegistry registry;
  private final List<Gauge> gauges;

  AccountMeters(MeterRegistry registry, Permits permits, String namespace) {
    this.registry = registry;
    this.gauges =
        List.of(
            gauge(
                "unreserved.concurrent.executions",
                "Invocations running now beyond what functions have reserved",
                permits,
                namespace,
                Ledger.Usage::sharedInFlight),
            gauge(
                "claimed.account.concurrency",
                "Concurrency that is reserved or in use",
                permits,
                namespace,
                usage -> usage.guaranteed() + usage.sharedInFlight()),
            gauge(
                "account.concurrent.executions.limit",
                "Invocations that may run at one time",
                permits,
                namespace,
                Ledger.Usage::limit));
  }

  private Gauge gauge(
      String name,
      String description,
      Permits permits,
      String namespace,
      ToIntFunction<Ledger.Usage> value) {
    return Gauge.builder(name, permits, p -> value.applyAsInt(p.usage(namespace)))
        .description(description)
        .tag("namespace", namespace)
        .register(registry);
  }

  /** Forgets an account without functions. */
  void remove() {
    gauges.forEach(registry::remove);
  }
}
