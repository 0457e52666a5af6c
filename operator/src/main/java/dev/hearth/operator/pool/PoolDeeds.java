package dev.hearth.operator.pool;

import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.pool.PoolDecision.Removal;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Carries a pool's decisions out at the API server. */
final class PoolDeeds {
  private static final Logger LOG = Logger.getLogger(PoolDeeds.class);

  private final KubernetesClient kubernetes;
  private final Semaphore creating;

  /**
   * @param maxCreating pods of all pools that are being created at one time
   */
  PoolDeeds(KubernetesClient kubernetes, int maxCreating) {
    this.kubernetes = kubernetes;
    this.creating = new Semaphore(maxCreating);
  }

  /** Makes these pods, many at a time; answers those that were refused, and why. */
  Map<String, String> create(List<Pod> pods) throws InterruptedException {
    var refused = new HashMap<String, String>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var made = new HashMap<String, Future<?>>();
      for (Pod pod : pods) {
        made.put(pod.getMetadata().getName(), threads.submit(() -> create(pod)));
      }
      for (Map.Entry<String, Future<?>> one : made.entrySet()) {
        try {
          one.getValue().get();
        } catch (ExecutionException e) {
          refused.put(one.getKey(), String.valueOf(e.getCause().getMessage()));
        }
      }
    }
    return refused;
  }

  private Pod create(Pod pod) throws InterruptedException {
    creating.acquire();
    try {
      return kubernetes.resource(pod).create();
    } finally {
      creating.release();
    }
  }

  /** Deletes these; answers the UIDs of those that could not be. */
  Set<String> delete(SandboxPool pool, List<Removal> removals) {
    var failed = new HashSet<String>();
    for (Removal removal : removals) {
      ObservedSandbox sandbox = removal.sandbox();
      LOG.infof("sandbox %s goes: %s", sandbox.name(), removal.why());
      try {
        pod(pool, sandbox).delete();
      } catch (KubernetesClientException e) {
        LOG.warnf("sandbox %s cannot be deleted: %s", sandbox.name(), e);
        failed.add(sandbox.uid());
      }
    }
    return failed;
  }

  /** Takes back the CPU that these had for Init; one that refuses keeps it. */
  void settle(SandboxPool pool, List<ObservedSandbox> sandboxes) {
    String limits =
        """
        {"spec":{"containers":[{"name":"%s","resources":{"limits":{"cpu":"%s"}}}]}}"""
            .formatted(SandboxPod.CONTAINER, SandboxResources.settled(pool.getSpec()));
    for (ObservedSandbox sandbox : sandboxes) {
      try {
        pod(pool, sandbox)
            .subresource("resize")
            .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), limits);
      } catch (KubernetesClientException e) {
        LOG.warnf("sandbox %s keeps the CPU of its Init: %s", sandbox.name(), e);
      }
    }
  }

  private io.fabric8.kubernetes.client.dsl.PodResource pod(
      SandboxPool pool, ObservedSandbox sandbox) {
    return kubernetes
        .pods()
        .inNamespace(pool.getMetadata().getNamespace())
        .withName(sandbox.name());
  }
}
