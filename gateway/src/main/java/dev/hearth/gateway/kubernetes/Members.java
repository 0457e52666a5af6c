package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.ownership.SharedOwnership;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Brings what the membership is to a gateway, and writes the next one while this gateway is the one
 * that is elected to. Two that think so do no harm: a membership follows only the one that is
 * there.
 */
final class Members implements ResourceEventHandler<ConfigMap>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Members.class.getName());
  private static final long LOOK_MS = 250;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration RENEWED = Duration.ofMillis(1_500);
  private static final Duration RETRY = Duration.ofMillis(400);

  private final KubernetesClient kubernetes;
  private final String namespace;
  private final MembershipStore store;
  private final SharedOwnership ownership;
  private final Runnable changed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("members").factory());
  private SharedIndexInformer<ConfigMap> watch;
  private CompletableFuture<?> election;
  private volatile boolean elected;
  private volatile boolean closed;

  /**
   * @param changed called when there is another epoch
   */
  Members(
      KubernetesClient kubernetes, String namespace, SharedOwnership ownership, Runnable changed) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.store = new MembershipStore(kubernetes, namespace);
    this.ownership = ownership;
    this.changed = changed;
  }

  void start() {
    learn(store.resource().get());
    watch = store.resource().inform(this);
    var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    stand();
  }

  /** Stands for election, again and again. */
  private void stand() {
    if (closed) {
      return;
    }
    var config =
        new LeaderElectionConfigBuilder()
            .withName("gateway members")
            .withLock(new LeaseLock(namespace, MembershipStore.NAME, ownership.self()))
            .withLeaseDuration(LEASE)
            .withRenewDeadline(RENEWED)
            .withRetryPeriod(RETRY)
            .withReleaseOnCancel(true)
            .withLeaderCallbacks(
                new LeaderCallbacks(() -> elected = true, () -> elected = false, leader -> {}))
            .build();
    election = kubernetes.leaderElector().withConfig(config).build().start();
    var _ =
        election.whenCompleteAsync(
            (v, e) -> {
              elected = false;
              stand();
            },
            CompletableFuture.delayedExecutor(RETRY.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void look() {
    try {
      if (ownership.behind()) {
        learn(store.resource().get());
      }
      // Even who may not write has to look around, so as to know who lives when it may.
      var due = ownership.due();
      if (due.isPresent() && elected) {
        learned(ownership.learn(store.write(due.get())));
      }
    } catch (KubernetesClientException e) {
      LOG.log(System.Logger.Level.WARNING, "the membership stays as it is: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the membership cannot be seen to", e);
    }
  }

  private void learn(ConfigMap document) {
    learned(ownership.learn(MembershipStore.of(document)));
  }

  private void learned(boolean anotherEpoch) {
    if (anotherEpoch) {
      LOG.log(System.Logger.Level.INFO, "gateways that decide: {0}", ownership.membership());
      changed.run();
    }
  }

  @Override
  public void onAdd(ConfigMap document) {
    learn(document);
  }

  @Override
  public void onUpdate(ConfigMap before, ConfigMap after) {
    learn(after);
  }

  @Override
  public void onDelete(ConfigMap document, boolean stale) {
    // Epochs only rise: the next one written follows what this gateway knows.
  }

  @Override
  public void close() {
    closed = true;
    election.cancel(true);
    thread.shutdownNow();
    watch.close();
  }
}
