package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.AliasStatus.Served;
import dev.hearth.gateway.admission.Permits;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.kubernetes.Demand.AccountUse;
import dev.hearth.gateway.kubernetes.Demand.Provisioned;
import dev.hearth.gateway.provisioning.Provisioner;
import dev.hearth.gateway.provisioning.Standing;
import io.vertx.core.Vertx;
import java.util.Map;

/** Tells now and then what only people want to know, so that it costs little when much happens. */
final class Observer {
  /** Milliseconds from one look to the next. */
  static final long EVERY_MS = 3_000;

  private final Vertx vertx;
  private final InitFailures failures;
  private final Catalogue catalogue;
  private final Permits permits;
  private final Provisioner provisioner;
  private final Demand demand;

  Observer(
      Vertx vertx,
      InitFailures failures,
      Catalogue catalogue,
      Permits permits,
      Provisioner provisioner,
      Demand demand) {
    this.vertx = vertx;
    this.failures = failures;
    this.catalogue = catalogue;
    this.permits = permits;
    this.provisioner = provisioner;
    this.demand = demand;
  }

  /** Looks until the event loops end. */
  void start() {
    vertx.setPeriodic(EVERY_MS, t -> look());
  }

  private void look() {
    var accounts =
        permits.inFlight().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> new AccountUse(e.getKey(), e.getValue()))
            .toList();
    var provisioned = provisioner.standings().stream().map(Observer::told).toList();
    demand.observed(new Demand.Observed(failures.of(catalogue), accounts, provisioned));
  }

  private static Provisioned told(Standing standing) {
    return new Provisioned(
        standing.function().namespace(),
        standing.function().name(),
        standing.qualifier(),
        standing.name(),
        standing.requested(),
        standing.allocated(),
        standing.available(),
        standing.reason(),
        served(standing.route()));
  }

  private static Served served(AliasRoute route) {
    return new Served(
        route.version(),
        route.otherWeight() > 0
            ? new AliasSpec.RoutingConfig(Map.of(route.other(), route.otherWeight()))
            : null);
  }
}
