package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Labels;
import dev.hearth.crds.Ports;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays kubelet for the sandbox pods of one namespace, none of which gets a node: each is a real
 * shim on an address of this machine's own network.
 */
final class LocalKubelet implements ResourceEventHandler<Pod>, AutoCloseable {
  static final Path SHIM = Path.of("../runtime-shim/target/image/bin/hearth-shim").toAbsolutePath();

  private static final String LISTENING = "hearth-shim listening on ";
  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  private final KubernetesClient client;
  private final Path folder;
  private final Map<String, Process> shims = new ConcurrentHashMap<>();
  private final Map<String, Pod> running = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Pod> pods;

  LocalKubelet(KubernetesClient client, String namespace, Path folder) {
    this.client = client;
    this.folder = folder;
    this.pods = client.pods().inNamespace(namespace).withLabel(Labels.POOL).inform(this);
  }

  @Override
  public void onAdd(Pod pod) {
    Thread.ofVirtual().start(() -> run(pod));
  }

  @Override
  public void onUpdate(Pod before, Pod after) {}

  @Override
  public void onDelete(Pod pod, boolean stale) {
    Process shim = shims.remove(pod.getMetadata().getUid());
    if (shim != null) {
      shim.destroy();
    }
  }

  /** Ends a pod's container as the kernel does when its memory is used up. */
  void kill(Pod pod) {
    shims.get(pod.getMetadata().getUid()).destroyForcibly();
    write(pod, new PodStatusBuilder().withPhase("Failed").withReason("OOMKilled").build());
  }

  /** Ends the container in which this process runs, and its pod. */
  void endWith(long pid) throws InterruptedException {
    for (var one : shims.entrySet()) {
      if (one.getValue().descendants().anyMatch(process -> process.pid() == pid)) {
        one.getValue().descendants().forEach(ProcessHandle::destroyForcibly);
        one.getValue().destroyForcibly().waitFor();
        Pod pod = running.get(one.getKey());
        client.resource(pod).withGracePeriod(0).delete();
        return;
      }
    }
    throw new AssertionError("process " + pid + " is in no pod");
  }

  private void run(Pod pod) {
    int number = ADDRESSES.incrementAndGet();
    String address = "127.77." + number / 250 + "." + (number % 250 + 1);
    try {
      Process shim = start(pod, address);
      running.put(pod.getMetadata().getUid(), pod);
      shims.put(pod.getMetadata().getUid(), shim);
      write(pod, new PodStatusBuilder().withPhase("Running").withPodIP(address).build());
      BufferedReader lines = shim.inputReader();
      String first = lines.readLine();
      if (first == null || !first.startsWith(LISTENING)) {
        throw new IOException("the shim said " + first);
      }
      lines.lines().forEach(line -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(Pod pod, String address) throws IOException {
    String uid = pod.getMetadata().getUid();
    var builder = new ProcessBuilder(SHIM.toString());
    Map<String, String> environment = builder.environment();
    for (EnvVar variable : pod.getSpec().getContainers().getFirst().getEnv()) {
      environment.put(variable.getName(), variable.getValue());
    }
    environment.put("HEARTH_LISTEN", address + ":" + Ports.SHIM);
    environment.put("HEARTH_RUNTIME_API", "127.0.0.1:0");
    environment.put("HEARTH_SANDBOX_UID", uid);
    for (String root : List.of("TASK_ROOT", "LAYER_ROOT", "TMP")) {
      Path path = Files.createDirectories(folder.resolve(uid).resolve(root));
      environment.put("HEARTH_" + root, path.toString());
    }
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
    shims.values().forEach(Process::destroy);
    for (Process shim : shims.values()) {
      try {
        if (!shim.waitFor(10, TimeUnit.SECONDS)) {
          shim.destroyForcibly();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
