package dev.hearth.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The machine below the pods, where a test does what no API can: kill and stop processes. */
public final class Node {
  private static final String NAME = "node";
  private static final long PATIENCE_S = 30;

  /** The process of a container that has pid 1 in it. */
  private static final String FIRST_PROCESS =
      """
      for p in /proc/[0-9]*; do
        if grep -q "$1" $p/cgroup 2> /dev/null && grep -q "^NSpid:.*[^0-9]1$" $p/status; then
          kill -9 ${p#/proc/} && exit 0
        fi
      done
      exit 1
      """;

  /** Continues by itself, since nobody can tell it to while the API server stands still. */
  private static final String STOP_API_SERVER =
      """
      for p in /proc/[0-9]*; do
        if tr "\\0" " " < $p/cmdline 2> /dev/null | grep -Eq "(^|/)(minik8s |k3s |)kube-apiserver |(^|/)k3s server"; then
          pid=${p#/proc/}
          setsid sh -c "sleep 1; kill -STOP $pid; sleep $1; kill -CONT $pid" > /dev/null 2>&1 < /dev/null &
          exit 0
        fi
      done
      exit 1
      """;

  private final PodResource pod;

  private Node(PodResource pod) {
    this.pod = pod;
  }

  /** With a privileged pod in this namespace, which must allow that. */
  static Node by(KubernetesClient kubernetes, String namespace, String image) {
    kubernetes
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec:
                  hostPID: true
                  terminationGracePeriodSeconds: 0
                  containers:
                    - {name: shell, image: "%s", command: [sleep, infinity], securityContext: {privileged: true}}
                """
                    .formatted(NAME, namespace, image),
                Pod.class))
        .create();
    PodResource pod = kubernetes.pods().inNamespace(namespace).withName(NAME);
    pod.waitUntilReady(PATIENCE_S, TimeUnit.SECONDS);
    return new Node(pod);
  }

  /** Sends SIGKILL to the process with pid 1 of a pod's container. */
  public void kill(Pod victim, String container) throws InterruptedException {
    ContainerStatus status =
        victim.getStatus().getContainerStatuses().stream()
            .filter(candidate -> candidate.getName().equals(container))
            .findFirst()
            .orElseThrow();
    String id = status.getContainerID().replaceFirst("^.*//", "");
    if (!run(FIRST_PROCESS, id)) {
      throw new AssertionError(container + " of " + victim.getMetadata().getName() + " has no pid");
    }
  }

  /**
   * Stops the API server a second from now and for this long.
   *
   * @return false where no API server runs on this machine
   */
  public boolean stopApiServer(int seconds) throws InterruptedException {
    return run(STOP_API_SERVER, Integer.toString(seconds));
  }

  private boolean run(String script, String argument) throws InterruptedException {
    var output = new ByteArrayOutputStream();
    try (var exec =
        pod.writingOutput(output).writingError(output).exec("sh", "-c", script, "sh", argument)) {
      int status = exec.exitCode().get(PATIENCE_S, TimeUnit.SECONDS);
      if (status > 1) {
        throw new AssertionError(output.toString(UTF_8));
      }
      return status == 0;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(output.toString(UTF_8), e);
    }
  }
}
