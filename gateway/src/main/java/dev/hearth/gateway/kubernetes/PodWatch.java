package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** Tells {@link PodSandboxes} of every sandbox pod there is, and of every change. */
final class PodWatch implements ResourceEventHandler<Pod>, AutoCloseable {
  private final SharedIndexInformer<Pod> pods;
  private final PodSandboxes sandboxes;

  PodWatch(KubernetesClient kubernetes, PodSandboxes sandboxes) {
    this.sandboxes = sandboxes;
    pods = kubernetes.pods().inAnyNamespace().withLabel(Labels.POOL).runnableInformer(0);
  }

  /** Starts watching; every pod of this moment has been told when it returns. */
  void start() {
    pods.exceptionHandler((started, problem) -> started);
    pods.run();
    pods.getStore().list().forEach(this::onAdd);
    pods.addEventHandler(this);
  }

  @Override
  public void onAdd(Pod pod) {
    sandboxes.seen(PodFacts.of(pod));
  }

  @Override
  public void onUpdate(Pod before, Pod after) {
    sandboxes.seen(PodFacts.of(after));
  }

  @Override
  public void onDelete(Pod pod, boolean stale) {
    sandboxes.gone(PodFacts.of(pod));
  }

  @Override
  public void close() {
    pods.close();
  }
}
