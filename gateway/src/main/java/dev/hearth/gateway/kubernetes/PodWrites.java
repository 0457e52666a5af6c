package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Labels;
import dev.hearth.gateway.function.FunctionVersion;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Writes to pods, behind: labels of those that functions have, and the end of those that nobody
 * needs. What fails is tried again; of several writes to one pod the last counts.
 */
final class PodWrites implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PodWrites.class.getName());

  /** Writes under way at one time. */
  private static final int MAX_AT_ONCE = 8;

  private final KubernetesClient kubernetes;
  private final Duration every;
  private final Map<String, Write> due = new LinkedHashMap<>();
  private final Semaphore atOnce = new Semaphore(MAX_AT_ONCE);
  private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread thread;

  /** Something to be written to a pod. */
  private sealed interface Write {
    PodFacts pod();

    record Label(PodFacts pod, Map<String, String> labels) implements Write {}

    record Delete(PodFacts pod) implements Write {}
  }

  /**
   * @param every how long writes gather
   */
  PodWrites(KubernetesClient kubernetes, Duration every) {
    this.kubernetes = kubernetes;
    this.every = every;
    this.thread = Thread.ofVirtual().name("pod-writes").start(this::work);
  }

  /** Labels a pod with what it runs. */
  synchronized void label(PodFacts pod, FunctionVersion function) {
    due.putIfAbsent(pod.uid(), new Write.Label(pod, labels(function)));
  }

  /** Ends a pod; its shim lets a running invocation end. */
  synchronized void delete(PodFacts pod) {
    due.put(pod.uid(), new Write.Delete(pod));
  }

  /** The pod is no more. */
  synchronized void forget(String uid) {
    due.remove(uid);
  }

  private static Map<String, String> labels(FunctionVersion function) {
    return Map.of(
        Labels.FUNCTION, Labels.value(function.name()),
        Labels.VERSION, function.version().replace("$", ""),
        Labels.REVISION, Labels.value(function.revision()),
        Labels.STATE, "active");
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(every);
        for (Write write : takeAll()) {
          atOnce.acquire();
          writers.execute(() -> carryOut(write));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Iterable<Write> takeAll() {
    var all = Map.copyOf(due).values();
    due.clear();
    return all;
  }

  private void carryOut(Write write) {
    try {
      switch (write) {
        case Write.Label(PodFacts pod, Map<String, String> labels) -> patch(pod, labels);
        case Write.Delete(PodFacts pod) ->
            kubernetes.pods().inNamespace(pod.pool().namespace()).withName(pod.name()).delete();
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        LOG.log(System.Logger.Level.WARNING, "pod {0} is written later: {1}", write.pod(), e);
        again(write);
      }
    } finally {
      atOnce.release();
    }
  }

  private void patch(PodFacts pod, Map<String, String> labels) {
    Pod patch = new PodBuilder().withNewMetadata().withLabels(labels).endMetadata().build();
    kubernetes
        .pods()
        .inNamespace(pod.pool().namespace())
        .withName(pod.name())
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }

  private synchronized void again(Write write) {
    due.putIfAbsent(write.pod().uid(), write);
  }

  @Override
  public void close() {
    thread.interrupt();
    writers.shutdown();
  }
}
