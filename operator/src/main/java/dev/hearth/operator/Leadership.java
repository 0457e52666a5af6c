package dev.hearth.operator;

import dev.hearth.operator.gateway.DemandBoard;
import dev.hearth.operator.gateway.DemandPoller;
import dev.hearth.operator.gateway.GatewayClient;
import dev.hearth.operator.gateway.GatewayDirectory;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * One operator leads: it alone reconciles, and it alone listens to the gateways. One that has lost
 * the lead ends at once, in the middle of whatever it does, since another acts by now.
 */
@Singleton
final class Leadership {
  private static final Logger LOG = Logger.getLogger(Leadership.class);
  static final String LEASE = "hearth-operator";

  private final AtomicBoolean ending = new AtomicBoolean();
  private final String identity = UUID.randomUUID().toString();

  /** Runs before the operator is stopped, which gives up the lead, too. */
  void end(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
    ending.set(true);
  }

  /** Runs after it, so that the next one need not wait until the lease has run out. */
  void giveUpLead(
      @Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event,
      KubernetesClient kubernetes,
      OperatorConfig config) {
    Resource<Lease> lease = kubernetes.leases().inNamespace(config.namespace()).withName(LEASE);
    try {
      Lease held = lease.get();
      if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
        held.getSpec().setHolderIdentity("");
        kubernetes.resource(held).update();
      }
    } catch (KubernetesClientException e) {
      LOG.warnf("the lead cannot be given up, the next operator waits for it: %s", e);
    }
  }

  @Produces
  @Singleton
  DemandPoller poller(GatewayClient client, DemandBoard board, Newsroom newsroom) {
    return new DemandPoller(client, board, newsroom::tell);
  }

  @Produces
  @Singleton
  LeaderElectionConfiguration election(
      OperatorConfig config, Instance<GatewayDirectory> directory, Instance<DemandPoller> poller) {
    var callbacks =
        new LeaderCallbacks(
            () -> lead(directory.get(), poller.get()),
            this::leadNoMore,
            leader -> LOG.infof("the leading operator is %s", leader));
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(config.namespace())
        .withIdentity(identity)
        .withLeaderCallbacks(callbacks)
        // It would wait for itself where the lead is given up because the process ends.
        .withExitOnStopLeading(false)
        .build();
  }

  private static void lead(GatewayDirectory directory, DemandPoller poller) {
    directory.onChange(poller::ask);
    poller.ask(directory.ready());
    LOG.info("this operator leads");
  }

  private void leadNoMore() {
    if (!ending.get()) {
      LOG.error("this operator has lost the lead");
      Runtime.getRuntime().halt(1);
    }
  }
}
