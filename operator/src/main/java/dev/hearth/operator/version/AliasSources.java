package dev.hearth.operator.version;

import dev.hearth.crds.Alias;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.operator.pool.LeanVersions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an alias is looked at for: its function's versions, and what gateways say. */
final class AliasSources {
  private static final String BY_FUNCTION = "function";

  private final SimpleInboundEventSource<Alias> gateways =
      new SimpleInboundEventSource<>("gateways");
  private Optional<IndexerResourceCache<Alias>> aliases = Optional.empty();

  synchronized List<EventSource<?, Alias>> prepare(EventSourceContext<Alias> context) {
    IndexerResourceCache<Alias> cache = context.getPrimaryCache();
    cache.addIndexers(
        Map.of(BY_FUNCTION, alias -> List.of(key(alias, alias.getSpec().functionName()))));
    aliases = Optional.of(cache);
    return List.of(versions(context, cache), gateways);
  }

  void look(ResourceID alias) {
    gateways.propagateEvent(alias);
  }

  /** All aliases of the function of this one, itself included. */
  synchronized List<Alias> siblings(Alias alias) {
    String function = key(alias, alias.getSpec().functionName());
    return aliases.map(cache -> cache.byIndex(BY_FUNCTION, function)).orElse(List.of());
  }

  /** The numbers of its function's versions that can be invoked. */
  static Set<Integer> published(Alias alias, Context<Alias> context) {
    String function = key(alias, alias.getSpec().functionName());
    var numbers = new HashSet<Integer>();
    if (context.eventSourceRetriever().getEventSourceFor(PublishedVersion.class)
        instanceof InformerEventSource<PublishedVersion, Alias> versions) {
      versions.byIndex(BY_FUNCTION, function).stream()
          .filter(AliasSources::isInvokable)
          .map(version -> version.getStatus().version())
          .forEach(numbers::add);
    }
    return numbers;
  }

  private static boolean isInvokable(PublishedVersion version) {
    return version.getSpec().published() != null
        && version.getStatus() != null
        && version.getStatus().version() != null;
  }

  private static InformerEventSource<PublishedVersion, Alias> versions(
      EventSourceContext<Alias> context, IndexerResourceCache<Alias> aliases) {
    var versions =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(PublishedVersion.class, Alias.class)
                .withName("versions")
                .withItemStore(LeanVersions.store())
                .withSecondaryToPrimaryMapper(
                    version ->
                        aliases
                            .byIndex(BY_FUNCTION, key(version, version.getSpec().functionName()))
                            .stream()
                            .map(ResourceID::fromResource)
                            .collect(Collectors.toSet()))
                // Aliases ask for those of their function.
                .withPrimaryToSecondaryMapper((Alias _) -> Set.of())
                .withOnUpdateFilter((after, before) -> isInvokable(after) != isInvokable(before))
                .build(),
            context);
    versions.addIndexers(
        Map.of(BY_FUNCTION, version -> List.of(key(version, version.getSpec().functionName()))));
    return versions;
  }

  private static String key(HasMetadata one, String function) {
    return one.getMetadata().getNamespace() + "/" + function;
  }
}
