package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.pool.LeanVersions;
import dev.hearth.operator.pool.PoolOwner;
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

/** What a function is looked at for: its runtime, its pool, and what gateways say. */
final class FunctionSources {
  private static final String BY_RUNTIME = "runtime";
  static final String BY_POOL = "pool";
  static final String BY_OWNER = "owner";

  private final SimpleInboundEventSource<Function> gateways =
      new SimpleInboundEventSource<>("gateways");
  private Optional<IndexerResourceCache<Function>> functions = Optional.empty();

  List<EventSource<?, Function>> prepare(EventSourceContext<Function> context) {
    IndexerResourceCache<Function> cache = context.getPrimaryCache();
    cache.addIndexers(Map.of(BY_RUNTIME, FunctionSources::runtime, BY_POOL, FunctionSources::pool));
    synchronized (this) {
      functions = Optional.of(cache);
    }
    return List.of(runtimes(context, cache), pools(context, cache), versions(context), gateways);
  }

  void look(ResourceID function) {
    gateways.propagateEvent(function);
  }

  /** Looks at the functions whose code no gateway has yet. */
  synchronized void lookAtUndelivered() {
    functions.ifPresent(
        cache ->
            cache
                .list(f -> f.getStatus() == null || f.getStatus().code() == null)
                .map(ResourceID::fromResource)
                .forEach(this::look));
  }

  private static List<String> runtime(Function function) {
    String runtime = function.getSpec().runtime();
    return runtime == null ? List.of() : List.of(runtime);
  }

  /** What the pool's users are found by. */
  static String key(SandboxPool pool) {
    return pool.getMetadata().getNamespace() + "/" + pool.getMetadata().getName();
  }

  private static List<String> pool(Function function) {
    boolean has = function.getStatus() != null && function.getStatus().pool() != null;
    return has
        ? List.of(function.getMetadata().getNamespace() + "/" + function.getStatus().pool())
        : List.of();
  }

  private static Set<ResourceID> ids(List<Function> functions) {
    return functions.stream().map(ResourceID::fromResource).collect(Collectors.toSet());
  }

  private static InformerEventSource<FunctionRuntime, Function> runtimes(
      EventSourceContext<Function> context, IndexerResourceCache<Function> cache) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(FunctionRuntime.class, Function.class)
            .withName("runtimes")
            .withSecondaryToPrimaryMapper(
                runtime -> ids(cache.byIndex(BY_RUNTIME, runtime.getMetadata().getName())))
            .withPrimaryToSecondaryMapper(
                (Function function) ->
                    runtime(function).stream().map(ResourceID::new).collect(Collectors.toSet()))
            .build(),
        context);
  }

  private static InformerEventSource<SandboxPool, Function> pools(
      EventSourceContext<Function> context, IndexerResourceCache<Function> cache) {
    var pools =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(SandboxPool.class, Function.class)
                .withName("pools")
                .withSecondaryToPrimaryMapper(pool -> functions(pool, cache))
                // Functions ask for theirs by name and by owner.
                .withPrimaryToSecondaryMapper((Function _) -> Set.of())
                // Numbers change with every claim; functions care for the condition only.
                .withOnUpdateFilter((after, before) -> !condition(after).equals(condition(before)))
                .build(),
            context);
    pools.addIndexers(Map.of(BY_OWNER, PoolOwner::index));
    return pools;
  }

  /** Versions keep pools of images that their function has left. */
  private static InformerEventSource<PublishedVersion, Function> versions(
      EventSourceContext<Function> context) {
    var versions =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(PublishedVersion.class, Function.class)
                .withName("versions")
                .withItemStore(LeanVersions.store())
                .withSecondaryToPrimaryMapper(
                    version ->
                        Set.of(
                            new ResourceID(
                                version.getSpec().functionName(),
                                version.getMetadata().getNamespace())))
                .withPrimaryToSecondaryMapper((Function _) -> Set.of())
                .withOnAddFilter(_ -> false)
                .withOnUpdateFilter((_, _) -> false)
                .build(),
            context);
    versions.addIndexers(Map.of(BY_POOL, FunctionPool::ofImageVersion));
    return versions;
  }

  /** Those that it serves, and the one that has it for itself. */
  private static Set<ResourceID> functions(SandboxPool pool, IndexerResourceCache<Function> cache) {
    Set<ResourceID> functions = ids(cache.byIndex(BY_POOL, key(pool)));
    PoolOwner.of(pool).ifPresent(functions::add);
    return functions;
  }

  /** What a pool says of itself. */
  static Optional<Condition> condition(SandboxPool pool) {
    return pool.getStatus() == null
        ? Optional.empty()
        : Conditions.find(pool.getStatus().conditions(), PoolStatuses.READY);
  }
}
