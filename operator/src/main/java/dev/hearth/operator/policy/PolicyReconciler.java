package dev.hearth.operator.policy;

import dev.hearth.crds.Labels;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Sees to it that each pool has its NetworkPolicy, or none where that is not wanted. */
@Singleton
@GradualRetry(maxAttempts = Integer.MAX_VALUE, maxInterval = 60_000)
@ControllerConfiguration(name = "networkpolicy")
public final class PolicyReconciler implements Reconciler<SandboxPool> {
  private static final PatchContext OURS =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("hearth-operator")
          .withForce(true)
          .build();

  private final OperatorConfig config;

  PolicyReconciler(OperatorConfig config) {
    this.config = config;
  }

  @Override
  public List<EventSource<?, SandboxPool>> prepareEventSources(
      EventSourceContext<SandboxPool> context) {
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(NetworkPolicy.class, SandboxPool.class)
                .withName("networkpolicies")
                .withLabelSelector(Labels.POOL)
                .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(SandboxPool.class))
                .build(),
            context));
  }

  @Override
  public UpdateControl<SandboxPool> reconcile(SandboxPool pool, Context<SandboxPool> context) {
    Optional<NetworkPolicy> there = context.getSecondaryResource(NetworkPolicy.class);
    if (!config.sandbox().networkPolicy()) {
      there.ifPresent(policy -> context.getClient().resource(policy).delete());
      return UpdateControl.noUpdate();
    }
    NetworkPolicy desired =
        SandboxPolicy.desired(pool, config.namespace(), config.sandbox().egress());
    if (there.filter(policy -> policy.getSpec().equals(desired.getSpec())).isEmpty()) {
      context.getClient().resource(desired).patch(OURS, desired);
    }
    return UpdateControl.noUpdate();
  }
}
