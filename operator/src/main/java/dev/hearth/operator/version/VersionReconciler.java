package dev.hearth.operator.version;

import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionStatus;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.EventLog;
import dev.hearth.operator.OperatorConfig;
import dev.hearth.operator.code.CodeSources;
import dev.hearth.operator.function.FunctionPool;
import dev.hearth.operator.gateway.CodeDelivery;
import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.DemandBoard;
import dev.hearth.operator.gateway.DemandBoard.FunctionKey;
import dev.hearth.operator.pool.WantedPools;
import dev.hearth.operator.version.VersionStanding.Waits;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes functions as FunctionVersions ask for it, and keeps what was published invokable. */
@Singleton
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 200, maxInterval = 60_000)
@ControllerConfiguration(name = "functionversion")
public final class VersionReconciler implements Reconciler<PublishedVersion> {
  private final OperatorConfig.Pool pool;
  private final DemandBoard demand;
  private final EventLog events;
  private final InstantSource clock;
  private final VersionSources sources = new VersionSources();
  private final WantedPools pools = new WantedPools();
  private final PublishPhase publishing;
  private final CodeRestore restoring;
  private final Set<ResourceID> lost = ConcurrentHashMap.newKeySet();

  VersionReconciler(
      KubernetesClient kubernetes,
      OperatorConfig config,
      CodeSources code,
      CodeDelivery delivery,
      DemandBoard demand,
      EventLog events,
      InstantSource clock) {
    this.pool = config.pool();
    this.publishing = new PublishPhase(kubernetes, new VersionWrites(kubernetes));
    this.restoring = new CodeRestore(code, delivery);
    this.demand = demand;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, PublishedVersion>> prepareEventSources(
      EventSourceContext<PublishedVersion> context) {
    return sources.prepare(context);
  }

  /** Has a version looked at now. */
  public void look(ResourceID version) {
    sources.look(version);
  }

  /** Brings code again that gateways have lost. */
  public void restore(MissingArtifact artifact) {
    for (ResourceID version : sources.lost(artifact)) {
      lost.add(version);
      sources.look(version);
    }
  }

  @Override
  public UpdateControl<PublishedVersion> reconcile(
      PublishedVersion version, Context<PublishedVersion> context) throws InterruptedException {
    VersionStanding standing = standing(version);
    Optional<SandboxPool> own =
        standing instanceof VersionStanding.Published(PublishedVersion frozen)
            ? Optional.of(
                pools.ensure(FunctionPool.ofVersion(frozen, pool.spare(), pool.max()), context))
            : Optional.empty();
    PublishedVersion now =
        standing instanceof VersionStanding.Published(PublishedVersion frozen) ? frozen : version;
    PublishedVersionStatus status =
        VersionStatuses.of(
            new VersionLook(now, standing, own, provisioned(version)), clock.instant());
    return write(version, status, standing);
  }

  private ProvisionedLook provisioned(PublishedVersion version) {
    String namespace = version.getMetadata().getNamespace();
    var said = demand.provisioned(namespace, version.getMetadata().getName(), false);
    var function = new FunctionKey(namespace, version.getSpec().functionName());
    return new ProvisionedLook(
        version.getSpec().provisionedConcurrency(),
        version.getStatus() == null ? null : version.getStatus().provisionedConcurrency(),
        said,
        said.flatMap(one -> demand.failedInit(function, one.qualifier())));
  }

  private VersionStanding standing(PublishedVersion version) throws InterruptedException {
    PublishedVersionStatus status = version.getStatus();
    Integer number = status == null ? null : status.version();
    if (version.getSpec().published() == null) {
      return number == null
          ? publishing.publish(version, sources.siblings(version))
          : new VersionStanding.Unchanged(number);
    }
    if (number == null) {
      Optional<Waits> obstacle = publishing.admit(version, sources.siblings(version));
      return obstacle.isPresent() ? obstacle.get() : restoring.run(version);
    }
    boolean missing = lost.remove(ResourceID.fromResource(version));
    return missing || !Conditions.holds(status.conditions(), VersionStatuses.CODE_READY)
        ? restoring.run(version)
        : new VersionStanding.Published(version);
  }

  private UpdateControl<PublishedVersion> write(
      PublishedVersion version, PublishedVersionStatus status, VersionStanding standing) {
    UpdateControl<PublishedVersion> control;
    if (status.equals(version.getStatus())) {
      control = UpdateControl.noUpdate();
    } else {
      tell(version, status, standing);
      var patch = new PublishedVersion();
      patch.setMetadata(
          new ObjectMetaBuilder()
              .withName(version.getMetadata().getName())
              .withNamespace(version.getMetadata().getNamespace())
              .build());
      patch.setStatus(status);
      control = UpdateControl.patchStatus(patch);
    }
    retry(status, standing).ifPresent(control::rescheduleAfter);
    return control;
  }

  private Optional<Duration> retry(PublishedVersionStatus status, VersionStanding standing) {
    return switch (standing) {
      case VersionStanding.Published _, VersionStanding.Unchanged _ -> Optional.empty();
      case VersionStanding.Waits _, VersionStanding.WithoutCode _ ->
          Optional.of(Patience.after(status.conditions(), VersionStatuses.READY, clock.instant()));
    };
  }

  /** Events tell what was published and what was lost, once. */
  private void tell(
      PublishedVersion version, PublishedVersionStatus status, VersionStanding standing) {
    PublishedVersionStatus before = version.getStatus();
    switch (standing) {
      case VersionStanding.Published _, VersionStanding.Unchanged _ -> {
        if (before == null || before.version() == null) {
          events.normal(
              version,
              "Published",
              "%s is version %d".formatted(version.getSpec().functionName(), status.version()));
        }
      }
      case VersionStanding.WithoutCode(var _, String reason, String message) -> {
        if (before == null || Conditions.holds(before.conditions(), VersionStatuses.READY)) {
          events.warning(version, reason, message);
        }
      }
      case VersionStanding.Waits _ -> {}
    }
  }
}
