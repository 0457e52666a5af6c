package dev.hearth.operator.pool;

import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.crds.Labels;
import dev.hearth.crds.SandboxPool;
import dev.hearth.crds.SandboxPoolStatus;
import dev.hearth.operator.EventLog;
import dev.hearth.operator.OperatorConfig;
import dev.hearth.operator.gateway.DemandBoard;
import dev.hearth.operator.gateway.DemandBoard.PoolKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps each pool as its SandboxPool and the gateways want it. */
@Singleton
@GradualRetry(maxAttempts = Integer.MAX_VALUE, maxInterval = 60_000)
@ControllerConfiguration(name = "sandboxpool")
public final class PoolReconciler implements Reconciler<SandboxPool> {
  /** A pool may be there for so long before its first function says that it uses it. */
  private static final Duration UNUSED = Duration.ofSeconds(10);

  /** Numbers in the status are written no more often; conditions are, at once. */
  private static final Duration STATUS_EVERY = Duration.ofSeconds(1);

  private final PoolDeeds deeds;
  private final PoolSources sources = new PoolSources();
  private final SandboxSettings settings;
  private final PoolLimits limits;
  private final DemandBoard demand;
  private final EventLog events;
  private final InstantSource clock;
  private final RandomGenerator random = new SecureRandom();
  private final Map<PoolKey, PoolMemory> memories = new ConcurrentHashMap<>();
  private final Map<PoolKey, Instant> written = new ConcurrentHashMap<>();
  private final Set<PoolKey> touched = ConcurrentHashMap.newKeySet();

  PoolReconciler(
      KubernetesClient kubernetes,
      OperatorConfig config,
      SandboxSettings settings,
      PoolLimits limits,
      DemandBoard demand,
      EventLog events,
      InstantSource clock) {
    this.deeds = new PoolDeeds(kubernetes, config.pool().maxCreating());
    this.settings = settings;
    this.limits = limits;
    this.demand = demand;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, SandboxPool>> prepareEventSources(
      EventSourceContext<SandboxPool> context) {
    return sources.prepare(context);
  }

  /** Has a pool looked at now. */
  public void look(PoolKey pool) {
    sources.look(pool);
  }

  /** Has the pools of these pods looked at now. */
  public void lookForPods(Set<String> uids) {
    sources.lookForPods(uids);
  }

  /** A function of this pool was made or changed, so an idle pool wakes. */
  public void touch(PoolKey pool) {
    touched.add(pool);
    sources.look(pool);
  }

  @Override
  public UpdateControl<SandboxPool> reconcile(SandboxPool pool, Context<SandboxPool> context)
      throws InterruptedException {
    var key = new PoolKey(pool.getMetadata().getNamespace(), pool.getMetadata().getName());
    Instant now = clock.instant();
    boolean used = sources.isUsed(pool);
    if (!used && age(pool, now).compareTo(UNUSED) >= 0) {
      return remove(pool, key, context);
    }
    Optional<FunctionRuntime> runtime = runtime(pool, context);
    if (pool.getSpec().runtime() != null && runtime.isEmpty()) {
      return write(pool, key, withoutRuntime(pool), now, UNUSED);
    }
    PoolDecision decision = decide(pool, key, runtime, context, now);
    memories.put(key, carryOut(pool, key, runtime, decision, now));
    Duration next = used ? decision.lookAgain() : min(UNUSED, decision.lookAgain());
    return write(pool, key, decision.report(), now, next);
  }

  private PoolDecision decide(
      SandboxPool pool,
      PoolKey key,
      Optional<FunctionRuntime> runtime,
      Context<SandboxPool> context,
      Instant now) {
    boolean wasIdle = pool.getStatus() != null && Boolean.TRUE.equals(pool.getStatus().idle());
    PoolMemory memory = memories.computeIfAbsent(key, _ -> PoolMemory.fresh(now, wasIdle));
    Set<String> claimed = demand.claimed();
    Set<Pod> pods = context.getSecondaryResources(Pod.class);
    List<ObservedSandbox> sandboxes =
        pods.stream().map(pod -> PodObservation.of(pod, pool.getSpec(), claimed)).toList();
    Set<String> labels =
        pods.stream()
            .map(pod -> pod.getMetadata().getLabels().get(Labels.FUNCTION))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    var wish =
        new PoolWish(
            pool.getSpec().spare(),
            pool.getSpec().max(),
            demand.waiting(key),
            demand.isComplete(),
            touched.remove(key),
            SandboxPod.template(pool, runtime, settings),
            sources.ofFunctions(pool, labels));
    PoolLimits own =
        runtime
            .map(r -> r.getSpec().pool())
            .map(FunctionRuntimeSpec.Pool::idleAfterSeconds)
            .map(seconds -> limits.idleAfter(Duration.ofSeconds(seconds)))
            .orElse(limits);
    return PoolPlan.decide(memory, wish, sandboxes, own, now);
  }

  private PoolMemory carryOut(
      SandboxPool pool,
      PoolKey key,
      Optional<FunctionRuntime> runtime,
      PoolDecision decision,
      Instant now)
      throws InterruptedException {
    Set<String> failed = deeds.delete(pool, decision.delete());
    PoolMemory memory = failed.isEmpty() ? decision.memory() : decision.memory().spared(failed);
    deeds.settle(pool, decision.settle());
    if (decision.create() == 0) {
      return memory;
    }
    List<Pod> pods =
        Stream.generate(() -> SandboxIdentity.fresh(key.name(), random))
            .limit(decision.create())
            .map(identity -> SandboxPod.desired(pool, runtime, settings, identity))
            .toList();
    memory = memory.made(pods.stream().map(pod -> pod.getMetadata().getName()).toList(), now);
    Map<String, String> refused = deeds.create(pods);
    if (refused.isEmpty()) {
      return memory;
    }
    String why = refused.values().iterator().next();
    events.warning(pool, "SandboxRefused", why);
    sources.look(key);
    return memory.refused(refused.keySet(), why, now, limits);
  }

  private UpdateControl<SandboxPool> remove(
      SandboxPool pool, PoolKey key, Context<SandboxPool> context) {
    context.getClient().resource(pool).delete();
    memories.remove(key);
    written.remove(key);
    return UpdateControl.noUpdate();
  }

  /** The numbers are paced, so that a burst of claims is no burst of writes. */
  private UpdateControl<SandboxPool> write(
      SandboxPool pool, PoolKey key, PoolReport report, Instant now, Duration lookAgain) {
    SandboxPoolStatus after = PoolStatuses.of(pool, report, now);
    SandboxPoolStatus before = pool.getStatus();
    if (after.equals(before)) {
      return UpdateControl.<SandboxPool>noUpdate().rescheduleAfter(lookAgain);
    }
    Instant next = written.getOrDefault(key, Instant.MIN).plus(STATUS_EVERY);
    boolean urgent = before == null || !after.conditions().equals(before.conditions());
    if (!urgent && now.isBefore(next)) {
      return UpdateControl.<SandboxPool>noUpdate()
          .rescheduleAfter(min(lookAgain, Duration.between(now, next)));
    }
    if (urgent && !report.usable() && !report.reason().equals("Starting")) {
      events.warning(pool, report.reason(), report.message());
    }
    written.put(key, now);
    var patch = new SandboxPool();
    patch.setMetadata(sources.identity(pool));
    patch.setStatus(after);
    return UpdateControl.patchStatus(patch).rescheduleAfter(lookAgain);
  }

  private static PoolReport withoutRuntime(SandboxPool pool) {
    String name = pool.getSpec().runtime();
    return new PoolReport(
        0, 0, false, false, "InvalidRuntime", "the catalogue has no runtime " + name);
  }

  private static Optional<FunctionRuntime> runtime(SandboxPool pool, Context<SandboxPool> context) {
    return context
        .getSecondaryResourcesAsStream(FunctionRuntime.class)
        .filter(r -> r.getMetadata().getName().equals(pool.getSpec().runtime()))
        .findFirst();
  }

  private static Duration age(SandboxPool pool, Instant now) {
    return Duration.between(Instant.parse(pool.getMetadata().getCreationTimestamp()), now);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** The pool's name for events of other kinds. */
  static ResourceID id(PoolKey key) {
    return new ResourceID(key.name(), key.namespace());
  }
}
