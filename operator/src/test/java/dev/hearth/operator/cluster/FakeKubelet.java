package dev.hearth.operator.cluster;

import dev.hearth.crds.Labels;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Plays kubelet for the sandboxes of one namespace that no node takes: a pod whose image can be
 * pulled runs at once.
 */
final class FakeKubelet implements ResourceEventHandler<Pod>, AutoCloseable {
  /** Part of the name of an image that cannot be pulled. */
  static final String NO_IMAGE = "none";

  private final KubernetesClient client;
  private final SharedIndexInformer<Pod> pods;

  FakeKubelet(KubernetesClient client, String namespace) {
    this.client = client;
    this.pods = client.pods().inNamespace(namespace).withLabel(Labels.POOL).inform(this);
  }

  @Override
  public void onAdd(Pod pod) {
    String image = pod.getSpec().getContainers().getFirst().getImage();
    if (image.contains(NO_IMAGE)) {
      write(pod, unpulled(image));
    } else {
      ready(pod, "True");
    }
  }

  @Override
  public void onUpdate(Pod before, Pod after) {}

  @Override
  public void onDelete(Pod pod, boolean finalStateUnknown) {}

  /** Says of a running pod whether it is ready; {@code Unknown} where its node is silent. */
  void ready(Pod pod, String is) {
    write(pod, status("Running", is).build());
  }

  /** Has a pod's node throw it out. */
  void evict(Pod pod) {
    write(pod, status("Failed", "False").withReason("Evicted").withMessage("disk").build());
  }

  private static PodStatusBuilder status(String phase, String ready) {
    return new PodStatusBuilder()
        .withPhase(phase)
        .addToConditions(
            new PodConditionBuilder()
                .withType("Ready")
                .withStatus(ready)
                .withLastTransitionTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .build());
  }

  private static PodStatus unpulled(String image) {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .addToContainerStatuses(
            new ContainerStatusBuilder()
                .withName("runtime")
                .withImage(image)
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withNewState()
                .withNewWaiting("there is none", "ErrImagePull")
                .endState()
                .build())
        .build();
  }

  private void write(Pod pod, PodStatus status) {
    var patch = new Pod();
    patch.setMetadata(
        pod.getMetadata().edit().withManagedFields().withResourceVersion(null).build());
    patch.setSpec(pod.getSpec());
    patch.setStatus(status);
    try {
      client.resource(patch).patchStatus();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    pods.close();
  }
}
