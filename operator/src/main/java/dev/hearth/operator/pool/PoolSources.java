package dev.hearth.operator.pool;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.Labels;
import dev.hearth.crds.PoolName;
import dev.hearth.crds.SandboxPool;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a pool is looked at for: its pods, its runtime, its functions, and demand. */
final class PoolSources {
  private static final String BY_RUNTIME = "runtime";
  private static final String BY_UID = "uid";

  private final SimpleInboundEventSource<SandboxPool> demand =
      new SimpleInboundEventSource<>("demand");
  private Optional<InformerEventSource<Pod, SandboxPool>> pods = Optional.empty();

  List<EventSource<?, SandboxPool>> prepare(EventSourceContext<SandboxPool> context) {
    IndexerResourceCache<SandboxPool> pools = context.getPrimaryCache();
    pools.addIndexers(
        Map.of(
            BY_RUNTIME,
            pool ->
                pool.getSpec().runtime() == null ? List.of() : List.of(pool.getSpec().runtime())));
    InformerEventSource<Pod, SandboxPool> sandboxes = pods(context);
    synchronized (this) {
      pods = Optional.of(sandboxes);
    }
    return List.of(sandboxes, runtimes(context, pools), functions(context), demand);
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
      EventSourceContext<SandboxPool> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Function.class, SandboxPool.class)
            .withName("functions")
            .withSecondaryToPrimaryMapper(PoolSources::pools)
            // Most updates of a function are of no concern to its pool.
            .withOnUpdateFilter((after, before) -> !pools(after).equals(pools(before)))
            .build(),
        context);
  }

  private static Set<ResourceID> pools(Function function) {
    var names = new HashSet<String>();
    if (function.getSpec().code().image() == null) {
      names.add(PoolName.ofRuntime(function.getSpec()));
    } else if (function.getStatus() != null) {
      names.add(function.getStatus().pool());
    }
    String namespace = function.getMetadata().getNamespace();
    return names.stream()
        .filter(Objects::nonNull)
        .map(name -> new ResourceID(name, namespace))
        .collect(Collectors.toSet());
  }
}
