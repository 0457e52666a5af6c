package dev.hearth.operator.pool;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.Labels;
import dev.hearth.crds.PoolName;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.LeanFunctions;
import dev.hearth.operator.gateway.DemandBoard.PoolKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
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

/** What a pool is looked at for: its pods, its runtime, functions and versions, and demand. */
final class PoolSources {
  private static final String BY_RUNTIME = "runtime";
  private static final String BY_UID = "uid";
  private static final String BY_POOL = "pool";
  private static final String BY_LABEL = "label";
  private static final String BY_OWNER = "owner";

  private final SimpleInboundEventSource<SandboxPool> demand =
      new SimpleInboundEventSource<>("demand");
  private Optional<InformerEventSource<Pod, SandboxPool>> pods = Optional.empty();
  private Optional<InformerEventSource<Function, SandboxPool>> functions = Optional.empty();
  private Optional<InformerEventSource<PublishedVersion, SandboxPool>> versions = Optional.empty();

  List<EventSource<?, SandboxPool>> prepare(EventSourceContext<SandboxPool> context) {
    IndexerResourceCache<SandboxPool> pools = context.getPrimaryCache();
    pools.addIndexers(
        Map.of(
            BY_RUNTIME,
            pool ->
                pool.getSpec().runtime() == null ? List.of() : List.of(pool.getSpec().runtime()),
            BY_OWNER,
            PoolOwner::index));
    InformerEventSource<Pod, SandboxPool> sandboxes = pods(context);
    InformerEventSource<Function, SandboxPool> users = functions(context, pools);
    InformerEventSource<PublishedVersion, SandboxPool> published = versions(context);
    synchronized (this) {
      pods = Optional.of(sandboxes);
      functions = Optional.of(users);
      versions = Optional.of(published);
    }
    return List.of(sandboxes, runtimes(context, pools), users, published, demand);
  }

  /** Has the pools of these pods looked at; one that is not seen yet is looked at when it is. */
  synchronized void lookForPods(Set<String> uids) {
    pods.ifPresent(
        seen ->
            uids.stream()
                .flatMap(uid -> seen.byIndex(BY_UID, uid).stream())
                .map(PoolSources::pool)
                .distinct()
                .forEach(demand::propagateEvent));
  }

  void look(PoolKey pool) {
    demand.propagateEvent(PoolReconciler.id(pool));
  }

  /** Whether there is a function that the pool is for, or a version of one. */
  boolean isUsed(SandboxPool pool) {
    return PoolOwner.of(pool)
        .map(owner -> users().get(owner).isPresent())
        .orElseGet(() -> isFound(BY_POOL, index(ResourceID.fromResource(pool))));
  }

  /** Those of these labels that are of functions which the pool is for. */
  Set<String> ofFunctions(SandboxPool pool, Set<String> labels) {
    String id = index(ResourceID.fromResource(pool));
    Optional<String> owner = PoolOwner.of(pool).map(ResourceID::getName).map(Labels::value);
    return labels.stream()
        .filter(
            label -> owner.map(label::equals).orElseGet(() -> isFound(BY_LABEL, id + "/" + label)))
        .collect(Collectors.toSet());
  }

  private boolean isFound(String index, String key) {
    return !users().byIndex(index, key).isEmpty() || !published().byIndex(index, key).isEmpty();
  }

  private synchronized InformerEventSource<PublishedVersion, SandboxPool> published() {
    return versions.orElseThrow(() -> new IllegalStateException("nothing is watched yet"));
  }

  private synchronized InformerEventSource<Function, SandboxPool> users() {
    return functions.orElseThrow(() -> new IllegalStateException("nothing is watched yet"));
  }

  /** Name and namespace, as a patch needs them. */
  ObjectMeta identity(SandboxPool pool) {
    return new ObjectMetaBuilder()
        .withName(pool.getMetadata().getName())
        .withNamespace(pool.getMetadata().getNamespace())
        .build();
  }

  private static InformerEventSource<Pod, SandboxPool> pods(
      EventSourceContext<SandboxPool> context) {
    var pods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, SandboxPool.class)
                .withName("pods")
                .withLabelSelector(Labels.POOL)
                .withSecondaryToPrimaryMapper(pod -> Set.of(pool(pod)))
                .build(),
            context);
    pods.addIndexers(Map.of(BY_UID, pod -> List.of(pod.getMetadata().getUid())));
    return pods;
  }

  private static ResourceID pool(Pod pod) {
    return new ResourceID(
        pod.getMetadata().getLabels().get(Labels.POOL), pod.getMetadata().getNamespace());
  }

  private static InformerEventSource<FunctionRuntime, SandboxPool> runtimes(
      EventSourceContext<SandboxPool> context, IndexerResourceCache<SandboxPool> pools) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(FunctionRuntime.class, SandboxPool.class)
            .withName("runtimes")
            .withSecondaryToPrimaryMapper(
                runtime ->
                    pools.byIndex(BY_RUNTIME, runtime.getMetadata().getName()).stream()
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper(
                (SandboxPool pool) ->
                    pool.getSpec().runtime() == null
                        ? Set.of()
                        : Set.of(new ResourceID(pool.getSpec().runtime())))
            .build(),
        context);
  }

  private static InformerEventSource<Function, SandboxPool> functions(
      EventSourceContext<SandboxPool> context, IndexerResourceCache<SandboxPool> pools) {
    var functions =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Function.class, SandboxPool.class)
                .withName("functions")
                .withItemStore(LeanFunctions.store())
                .withSecondaryToPrimaryMapper(function -> pools(function, pools))
                // Pools ask for theirs by the pool's name.
                .withPrimaryToSecondaryMapper((SandboxPool _) -> Set.of())
                // Most updates of a function are of no concern to its pool.
                .withOnUpdateFilter(
                    (after, before) -> !pools(after, pools).equals(pools(before, pools)))
                .build(),
            context);
    functions.addIndexers(
        Map.of(
            BY_POOL,
            function -> shared(function).map(PoolSources::index).stream().toList(),
            BY_LABEL,
            function ->
                shared(function)
                    .map(id -> index(id) + "/" + Labels.value(function.getMetadata().getName()))
                    .stream()
                    .toList()));
    return functions;
  }

  /** The pool that a function shares, or those that it has for itself. */
  private static Set<ResourceID> pools(Function function, IndexerResourceCache<SandboxPool> pools) {
    String owner = PoolOwner.key(ResourceID.fromResource(function));
    return shared(function)
        .map(Set::of)
        .orElseGet(
            () ->
                pools.byIndex(BY_OWNER, owner).stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()));
  }

  private static InformerEventSource<PublishedVersion, SandboxPool> versions(
      EventSourceContext<SandboxPool> context) {
    var versions =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(PublishedVersion.class, SandboxPool.class)
                .withName("versions")
                .withItemStore(LeanVersions.store())
                .withSecondaryToPrimaryMapper(
                    version -> shared(version).map(Set::of).orElseGet(Set::of))
                .withPrimaryToSecondaryMapper((SandboxPool _) -> Set.of())
                // What is published never changes.
                .withOnUpdateFilter((after, before) -> !shared(after).equals(shared(before)))
                .build(),
            context);
    versions.addIndexers(
        Map.of(
            BY_POOL,
            version -> shared(version).map(PoolSources::index).stream().toList(),
            BY_LABEL,
            version ->
                shared(version)
                    .map(id -> index(id) + "/" + Labels.value(version.getSpec().functionName()))
                    .stream()
                    .toList()));
    return versions;
  }

  private static Optional<ResourceID> shared(Function function) {
    return shared(function.getSpec(), function.getMetadata().getNamespace());
  }

  private static Optional<ResourceID> shared(PublishedVersion version) {
    var published = version.getSpec().published();
    return published == null
        ? Optional.empty()
        : shared(published.function(), version.getMetadata().getNamespace());
  }

  private static Optional<ResourceID> shared(FunctionSpec spec, String namespace) {
    return spec.code().image() == null
        ? Optional.of(new ResourceID(PoolName.ofRuntime(spec), namespace))
        : Optional.empty();
  }

  private static String index(ResourceID id) {
    return id.getNamespace().orElse("") + "/" + id.getName();
  }
}
