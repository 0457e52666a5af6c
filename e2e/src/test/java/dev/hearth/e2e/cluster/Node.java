package dev.hearth.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
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
        if tr "\\0" " " < $p/cmdline 2> /dev/null | grep -Eq "(kube-apiserver .*-address=$2 |^[^ ]*k3s server)"; then
          pid=${p#/proc/}
          setsid sh -c "sleep 1; kill -STOP $pid; sleep $1; kill -CONT $pid" > /dev/null 2>&1 < /dev/null &
          exit 0
        fi
      done
      exit 1
      """;

  private final PodResource pod;

  private final String apiServer;

  private Node(PodResource pod, String apiServer) {
    this.pod = pod;
    this.apiServer = apiServer;
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
    URI api = URI.create(kubernetes.getConfiguration().getMasterUrl());
    return new Node(pod, api.getHost());
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
    return run(STOP_API_SERVER, Integer.toString(seconds), apiServer);
  }

  private boolean run(String script, String... arguments) throws InterruptedException {
    var output = new ByteArrayOutputStream();
    var command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    try (var exec =
        pod.writingOutput(output).writingError(output).exec(command.toArray(String[]::new))) {
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
