package dev.hearth.operator.version;

import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.pool.PoolStatuses;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a version is looked at for: its pool, and what gateways say. */
final class VersionSources {
  private static final String BY_FUNCTION = "function";
  private static final String BY_POOL = "pool";

  private final SimpleInboundEventSource<PublishedVersion> gateways =
      new SimpleInboundEventSource<>("gateways");
  private Optional<IndexerResourceCache<PublishedVersion>> versions = Optional.empty();

  List<EventSource<?, PublishedVersion>> prepare(EventSourceContext<PublishedVersion> context) {
    IndexerResourceCache<PublishedVersion> cache = context.getPrimaryCache();
    cache.addIndexers(
        Map.of(
            BY_FUNCTION,
            version ->
                List.of(
                    key(version.getMetadata().getNamespace(), version.getSpec().functionName())),
            BY_POOL,
            VersionSources::pool));
    synchronized (this) {
      versions = Optional.of(cache);
    }
    return List.of(pools(context, cache), gateways);
  }

  /** All versions of the function of this one, itself included. */
  List<PublishedVersion> siblings(PublishedVersion version) {
    return ofFunction(version.getMetadata().getNamespace(), version.getSpec().functionName());
  }

  /** The versions whose code gateways have lost. */
  List<ResourceID> lost(MissingArtifact artifact) {
    return ofFunction(artifact.namespace(), artifact.function()).stream()
        .filter(version -> hasCode(version, artifact.sha256()))
        .map(ResourceID::fromResource)
        .toList();
  }

  void look(ResourceID version) {
    gateways.propagateEvent(version);
  }

  private synchronized List<PublishedVersion> ofFunction(String namespace, String function) {
    return versions
        .map(cache -> cache.byIndex(BY_FUNCTION, key(namespace, function)))
        .orElse(List.of());
  }

  static boolean isOfFunctionOf(PublishedVersion one, PublishedVersion other) {
    return one.getSpec().functionName().equals(other.getSpec().functionName());
  }

  private static boolean hasCode(PublishedVersion version, String sha256) {
    var published = version.getSpec().published();
    return published != null
        && published.code() != null
        && sha256.equals(published.code().sha256());
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static List<String> pool(PublishedVersion version) {
    boolean has = version.getStatus() != null && version.getStatus().pool() != null;
    return has
        ? List.of(key(version.getMetadata().getNamespace(), version.getStatus().pool()))
        : List.of();
  }

  private static InformerEventSource<SandboxPool, PublishedVersion> pools(
      EventSourceContext<PublishedVersion> context,
      IndexerResourceCache<PublishedVersion> versions) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(SandboxPool.class, PublishedVersion.class)
            .withName("pools")
            .withSecondaryToPrimaryMapper(
                pool ->
                    versions
                        .byIndex(
                            BY_POOL,
                            key(pool.getMetadata().getNamespace(), pool.getMetadata().getName()))
                        .stream()
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            // Versions ask for theirs by name.
            .withPrimaryToSecondaryMapper((PublishedVersion _) -> Set.of())
            // Numbers change with every claim; versions care for the condition only.
            .withOnUpdateFilter((after, before) -> !condition(after).equals(condition(before)))
            .build(),
        context);
  }

  private static Optional<Condition> condition(SandboxPool pool) {
    return pool.getStatus() == null
        ? Optional.empty()
        : Conditions.find(pool.getStatus().conditions(), PoolStatuses.READY);
  }
}
