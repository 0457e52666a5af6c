package dev.hearth.operator.version;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.AliasStatus;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.gateway.Demand.Provisioned;
import dev.hearth.operator.version.VersionStanding.Waits;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The status of an alias: whether there is something where it leads. */
final class AliasStatuses {
  static final String READY = "Ready";

  private static final String LATEST = "$LATEST";

  private AliasStatuses() {}

  /**
   * Why invocations of the alias find nothing.
   *
   * @param published numbers of its function's versions that can be invoked
   * @param others aliases of its function
   */
  static Optional<Waits> problem(Alias alias, Set<Integer> published, List<Alias> others) {
    AliasSpec spec = alias.getSpec();
    Optional<Alias> elder =
        others.stream()
            .filter(other -> other.getSpec().name().equals(spec.name()))
            .min(Comparator.comparing(AliasStatuses::age))
            .filter(first -> age(first).compareTo(age(alias)) < 0);
    if (elder.isPresent()) {
      String message =
          "Alias already exists: %s of %s is Alias %s"
              .formatted(spec.name(), spec.functionName(), elder.get().getMetadata().getName());
      return Optional.of(new Waits(Publishing.CONFLICT, message));
    }
    return versions(spec).stream()
        .filter(version -> !published.contains(version))
        .findFirst()
        .map(version -> Publishing.notFound(spec.functionName() + ":" + version));
  }

  static AliasStatus of(
      Alias alias, Optional<Waits> problem, ProvisionedLook provisioned, Instant now) {
    AliasSpec spec = alias.getSpec();
    AliasStatus before = alias.getStatus();
    long generation = alias.getMetadata().getGeneration();
    var conditions =
        new Conditions(before == null ? null : before.conditions(), generation, now)
            .set(
                READY,
                problem.isEmpty(),
                problem.map(Waits::reason).orElse("Active"),
                problem.map(Waits::message).orElse(""));
    provisioned.tell(conditions);
    return new AliasStatus(
        generation,
        conditions.list(),
        provisioned.status(),
        spec.functionVersion().equals(LATEST)
            ? null
            : VersionStatuses.selector(
                spec.functionName(), Integer.parseInt(spec.functionVersion())),
        provisioned.wish() == null
            ? null
            : provisioned
                .said()
                .map(Provisioned::served)
                .orElse(before == null ? null : before.served()));
  }

  /** The numbers that the alias leads to. */
  static Set<Integer> versions(AliasSpec spec) {
    var versions = new TreeSet<Integer>();
    if (!spec.functionVersion().equals(LATEST)) {
      versions.add(Integer.valueOf(spec.functionVersion()));
    }
    var weights =
        spec.routingConfig() == null || spec.routingConfig().additionalVersionWeights() == null
            ? Map.<String, Double>of()
            : spec.routingConfig().additionalVersionWeights();
    weights.forEach(
        (version, weight) -> {
          if (weight > 0) {
            versions.add(Integer.valueOf(version));
          }
        });
    return versions;
  }

  private static String age(Alias alias) {
    return alias.getMetadata().getCreationTimestamp() + " " + alias.getMetadata().getName();
  }
}
