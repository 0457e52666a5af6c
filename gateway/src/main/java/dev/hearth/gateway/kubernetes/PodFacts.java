package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Labels;
import dev.hearth.crds.Ports;
import dev.hearth.crds.ShimVariables;
import dev.hearth.gateway.sandbox.SandboxAddress;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;

/**
 * What the gateway wants to know of a sandbox's pod.
 *
 * @param name of the pod
 * @param stage how far its life is
 * @param labelled whether its labels name the function that it has
 * @param born the epoch that its maker knew
 * @param address where its shim listens; without a host before it runs
 */
record PodFacts(
    String name, PoolRef pool, Stage stage, boolean labelled, long born, SandboxAddress address) {
  /** The life of a pod. */
  enum Stage {
    STARTING,
    RUNNING,
    LEAVING,
    GONE
  }

  /** Reads a pod that has the label of a pool. */
  static PodFacts of(Pod pod) {
    var meta = pod.getMetadata();
    String host = Objects.requireNonNullElse(pod.getStatus().getPodIP(), "");
    return new PodFacts(
        meta.getName(),
        new PoolRef(meta.getNamespace(), meta.getLabels().get(Labels.POOL)),
        stage(pod, host),
        !Labels.SPARE.equals(meta.getLabels().get(Labels.STATE)),
        born(pod),
        new SandboxAddress(
            meta.getUid(), host, Ports.SHIM, variable(pod, ShimVariables.IDENTITY_KEY)));
  }

  String uid() {
    return address.uid();
  }

  private static Stage stage(Pod pod, String host) {
    String phase = Objects.requireNonNullElse(pod.getStatus().getPhase(), "Pending");
    if (phase.equals("Failed") || phase.equals("Succeeded")) {
      return Stage.GONE;
    }
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return Stage.LEAVING;
    }
    return phase.equals("Running") && !host.isEmpty() ? Stage.RUNNING : Stage.STARTING;
  }

  /** What cannot be read may be anything, so it is the lowest. */
  private static long born(Pod pod) {
    try {
      return Long.parseLong(variable(pod, ShimVariables.EPOCH));
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private static String variable(Pod pod, String name) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getEnv().stream())
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }
}
