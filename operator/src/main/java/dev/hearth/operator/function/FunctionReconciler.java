package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.EventLog;
import dev.hearth.operator.OperatorConfig;
import dev.hearth.operator.code.CodeSources;
import dev.hearth.operator.gateway.CodeDelivery;
import dev.hearth.operator.gateway.Demand.FailedInit;
import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.DemandBoard;
import dev.hearth.operator.gateway.DemandBoard.FunctionKey;
import dev.hearth.operator.gateway.DemandBoard.PoolKey;
import dev.hearth.operator.gateway.GatewayDirectory;
import dev.hearth.operator.image.ImageReader;
import dev.hearth.operator.pool.PoolReconciler;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes a Function invokable: its runtime is there, gateways have its code, a pool serves it. */
@Singleton
@GradualRetry(maxAttempts = Integer.MAX_VALUE, maxInterval = 60_000)
@ControllerConfiguration(name = "function")
public final class FunctionReconciler implements Reconciler<Function> {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);
  private static final Duration UNSETTLED = Duration.ofSeconds(20);

  private final FunctionSources sources = new FunctionSources();
  private final CodePhase codePhase;
  private final PoolPhase poolPhase;
  private final PoolReconciler pools;
  private final DemandBoard demand;
  private final Duration configMapEvery;
  private final EventLog events;
  private final InstantSource clock;
  private final Set<ResourceID> missing = ConcurrentHashMap.newKeySet();

  FunctionReconciler(
      OperatorConfig config,
      CodeSources code,
      ImageReader images,
      GatewayDirectory directory,
      CodeDelivery delivery,
      PoolReconciler pools,
      DemandBoard demand,
      EventLog events,
      InstantSource clock) {
    this.codePhase = new CodePhase(code, new ImagePhase(images), delivery);
    this.poolPhase = new PoolPhase(config.pool().spare(), config.pool().max());
    this.pools = pools;
    this.demand = demand;
    this.configMapEvery = config.code().configMapEvery();
    this.events = events;
    this.clock = clock;
    directory.onChange(_ -> sources.lookAtUndelivered());
  }

  @Override
  public List<EventSource<?, Function>> prepareEventSources(EventSourceContext<Function> context) {
    return sources.prepare(context);
  }

  /** Brings code again that gateways have lost. */
  public void restore(MissingArtifact artifact) {
    var function = new ResourceID(artifact.function(), artifact.namespace());
    missing.add(function);
    sources.look(function);
  }

  /** Gateways have news of this function. */
  public void look(FunctionKey function) {
    sources.look(new ResourceID(function.name(), function.namespace()));
  }

  @Override
  public UpdateControl<Function> reconcile(Function function, Context<Function> context)
      throws InterruptedException {
    boolean lost = missing.remove(ResourceID.fromResource(function));
    Optional<String> runtimeProblem = RuntimeCheck.problem(function.getSpec(), runtime(context));
    CodeOutcome code = codePhase.run(function, lost);
    Optional<SandboxPool> pool =
        runtimeProblem.isEmpty() ? poolPhase.run(function, code, context) : Optional.empty();
    var look =
        new FunctionLook(
            function,
            runtimeProblem,
            code,
            pool.map(p -> p.getMetadata().getName()),
            pool.flatMap(FunctionSources::condition),
            demand.failedInit(key(function), FailedInit.LATEST),
            demand.isKnown());
    FunctionStatus status = FunctionStatuses.of(look, clock.instant());
    Optional<Duration> again =
        pool.flatMap(next -> PoolPhase.retire(function, status, next, context))
            .or(() -> retry(function, code))
            .or(() -> unsettled(status, code));
    return write(function, status, again);
  }

  private UpdateControl<Function> write(
      Function function, FunctionStatus status, Optional<Duration> retry) {
    wakePool(function, status);
    UpdateControl<Function> control;
    if (status.equals(function.getStatus())) {
      control = UpdateControl.noUpdate();
    } else {
      tell(function, status);
      var patch = new Function();
      patch.setMetadata(
          new ObjectMetaBuilder()
              .withName(function.getMetadata().getName())
              .withNamespace(function.getMetadata().getNamespace())
              .build());
      // Another manager's field: what is told here may be older than what stands there.
      patch.setStatus(status.withoutLastVersion());
      control = UpdateControl.patchStatus(patch);
    }
    retry.ifPresent(control::rescheduleAfter);
    return control;
  }

  private void wakePool(Function function, FunctionStatus status) {
    FunctionStatus before = function.getStatus();
    boolean changed =
        before == null || !status.observedGeneration().equals(before.observedGeneration());
    if (changed && status.pool() != null) {
      pools.touch(new PoolKey(function.getMetadata().getNamespace(), status.pool()));
    }
  }

  private void tell(Function function, FunctionStatus status) {
    tell(function, status, FunctionStatuses.READY, "the function can be invoked");
    tell(function, status, FunctionStatuses.INITIALISED, "Init does not fail any more");
  }

  /** Events tell what went wrong, once; that all is well stands in the status. */
  private void tell(Function function, FunctionStatus status, String type, String well) {
    Optional<Condition> before =
        function.getStatus() == null
            ? Optional.empty()
            : Conditions.find(function.getStatus().conditions(), type);
    Optional<Condition> after = Conditions.find(status.conditions(), type);
    if (after.isEmpty()) {
      return;
    }
    Condition now = after.get();
    boolean news =
        before.isEmpty()
            || !before.get().getStatus().equals(now.getStatus())
            || !before.get().getReason().equals(now.getReason());
    if (news && "False".equals(now.getStatus())) {
      events.warning(function, now.getReason(), now.getMessage());
    } else if (news && before.isPresent()) {
      events.normal(function, now.getReason(), well);
    }
  }

  private static FunctionKey key(Function function) {
    return new FunctionKey(function.getMetadata().getNamespace(), function.getMetadata().getName());
  }

  /** The longer it has not worked, the later it is tried again. */
  private Optional<Duration> retry(Function function, CodeOutcome code) {
    return switch (code) {
      case CodeOutcome.Stored _ ->
          function.getSpec().code().configMap() == null
              ? Optional.empty()
              : Optional.of(configMapEvery);
      case CodeOutcome.InImage _ -> Optional.empty();
      case CodeOutcome.Refused(String _, String _, boolean passing) ->
          passing ? Optional.of(pause(function)) : Optional.empty();
      case CodeOutcome.Undelivered _ -> Optional.of(pause(function));
    };
  }

  /** What stands in the way, and is not the code, may have gone while this was found out. */
  private static Optional<Duration> unsettled(FunctionStatus status, CodeOutcome code) {
    boolean waits =
        code.isThere() && !Conditions.holds(status.conditions(), FunctionStatuses.READY);
    return waits ? Optional.of(UNSETTLED) : Optional.empty();
  }

  private Duration pause(Function function) {
    Optional<Instant> since =
        function.getStatus() == null
            ? Optional.empty()
            : Conditions.find(function.getStatus().conditions(), FunctionStatuses.CODE_READY)
                .map(condition -> Instant.parse(condition.getLastTransitionTime()));
    Duration waited = since.map(at -> Duration.between(at, clock.instant())).orElse(Duration.ZERO);
    if (waited.compareTo(FIRST_RETRY) < 0) {
      return FIRST_RETRY;
    }
    return waited.compareTo(LAST_RETRY) < 0 ? waited : LAST_RETRY;
  }

  private static Optional<FunctionRuntime> runtime(Context<Function> context) {
    return context.getSecondaryResource(FunctionRuntime.class);
  }
}
