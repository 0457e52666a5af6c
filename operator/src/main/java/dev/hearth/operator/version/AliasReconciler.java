package dev.hearth.operator.version;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.Function;
import dev.hearth.operator.function.Owners;
import dev.hearth.operator.gateway.DemandBoard;
import dev.hearth.operator.gateway.DemandBoard.FunctionKey;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Says of each alias whether there is something where it leads, and has it go with its function.
 */
@Singleton
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 200, maxInterval = 60_000)
@ControllerConfiguration(name = "alias")
public final class AliasReconciler implements Reconciler<Alias> {
  private final VersionWrites writes;
  private final DemandBoard demand;
  private final InstantSource clock;
  private final AliasSources sources = new AliasSources();

  AliasReconciler(KubernetesClient kubernetes, DemandBoard demand, InstantSource clock) {
    this.demand = demand;
    this.writes = new VersionWrites(kubernetes);
    this.clock = clock;
  }

  /** Has an alias looked at now. */
  public void look(ResourceID alias) {
    sources.look(alias);
  }

  @Override
  public List<EventSource<?, Alias>> prepareEventSources(EventSourceContext<Alias> context) {
    return sources.prepare(context);
  }

  @Override
  public UpdateControl<Alias> reconcile(Alias alias, Context<Alias> context) {
    Optional<Waits> problem =
        homeless(alias)
            .or(
                () ->
                    AliasStatuses.problem(
                        alias, AliasSources.published(alias, context), sources.siblings(alias)));
    AliasStatus status = AliasStatuses.of(alias, problem, provisioned(alias), clock.instant());
    UpdateControl<Alias> control;
    if (status.equals(alias.getStatus())) {
      control = UpdateControl.noUpdate();
    } else {
      var patch = new Alias();
      patch.setMetadata(
          new ObjectMetaBuilder()
              .withName(alias.getMetadata().getName())
              .withNamespace(alias.getMetadata().getNamespace())
              .build());
      patch.setStatus(status);
      control = UpdateControl.patchStatus(patch);
    }
    if (problem.isPresent()) {
      control.rescheduleAfter(
          Patience.after(status.conditions(), AliasStatuses.READY, clock.instant()));
    }
    return control;
  }

  private ProvisionedLook provisioned(Alias alias) {
    String namespace = alias.getMetadata().getNamespace();
    var function = new FunctionKey(namespace, alias.getSpec().functionName());
    return new ProvisionedLook(
        alias.getSpec().provisionedConcurrency(),
        alias.getStatus() == null ? null : alias.getStatus().provisionedConcurrency(),
        demand.provisioned(namespace, alias.getMetadata().getName(), true),
        AliasStatuses.versions(alias.getSpec()).stream()
            .flatMap(version -> demand.failedInit(function, version.toString()).stream())
            .findFirst());
  }

  /** That the alias has no function; once it has one it goes with it. */
  private Optional<Waits> homeless(Alias alias) {
    if (Owners.function(alias).isPresent()) {
      return Optional.empty();
    }
    Optional<Function> function = writes.function(alias, alias.getSpec().functionName());
    function.ifPresent(owner -> writes.own(alias, owner));
    return function.isPresent()
        ? Optional.empty()
        : Optional.of(Publishing.notFound(alias.getSpec().functionName()));
  }
}
