package dev.hearth.e2e.cluster;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hearth in the cluster, installed by its chart once for all tests, and beside it what the tests
 * need: a store for zips, a registry, and a pod through which they reach the node.
 */
public final class Installation implements AutoCloseable {
  /** Where the chart's release is. */
  public static final String SYSTEM = "hearth-system";

  /** Where what the tests need is. */
  static final String PROPS = "hearth-e2e";

  /** Namespaces of tests carry it, so that those of a run that broke off are found. */
  static final String TEST_LABEL = "hearth.dev/e2e";

  /** As values.yaml has it. */
  static final int GATEWAY_NODE_PORT = 30_880;

  private static final String RELEASE = "hearth";
  private static final Path CHART = Path.of("..", "helm", "hearth");
  private static final Path VALUES = Path.of("target", "values.yaml");
  private static final int READY_LIMIT_S = 180;
  private static final int HASTE_MS = 500;
  private static final int CONNECT_MS = 5_000;

  private final TestCluster cluster;
  private final Images images;
  private final KubernetesClient kubernetes;
  private final Node node;
  private final Props props;

  private Installation(TestCluster cluster, KubernetesClient kubernetes)
      throws IOException, InterruptedException {
    this.cluster = cluster;
    this.kubernetes = kubernetes;
    images = Images.loadedInto(cluster);
    namespace(PROPS, "privileged");
    node = Node.by(kubernetes, PROPS, images.reference("provided"));
    props = Props.in(kubernetes, PROPS, images);
    String values = Files.readString(Path.of("src/test/resources/dev/hearth/e2e/values.yaml"));
    for (String language : List.of("python", "node", "java", "provided")) {
      values = values.replace("${" + language + "}", images.reference(language));
    }
    Files.writeString(VALUES, values);
    new Helm(CHART)
        .install()
        .withName(RELEASE)
        .withNamespace(SYSTEM)
        .createNamespace()
        .withValuesFile(VALUES)
        .withKubeConfigContents(cluster.kubeconfig())
        .waitReady()
        .withTimeout(READY_LIMIT_S)
        .call();
  }

  /**
   * Finds or starts a cluster and installs Hearth in it, in place of what a run that broke off has
   * left; skips where there is none.
   */
  static Installation orSkip() throws IOException, InterruptedException {
    TestCluster cluster = TestCluster.orSkip();
    KubernetesClient kubernetes = client(Config.fromKubeconfig(cluster.kubeconfig()));
    clean(cluster, kubernetes);
    try {
      return new Installation(cluster, kubernetes);
    } catch (IOException | InterruptedException | RuntimeException e) {
      Diagnosis.print(kubernetes, List.of(PROPS, SYSTEM));
      clean(cluster, kubernetes);
      throw e;
    }
  }

  /** Changes values of the release, by name as {@code --set} takes them, and waits for its pods. */
  public void upgrade(List<String> settings) {
    var upgrade =
        new Helm(CHART)
            .upgrade()
            .withName(RELEASE)
            .withNamespace(SYSTEM)
            .withValuesFile(VALUES)
            .withKubeConfigContents(cluster.kubeconfig())
            .waitReady()
            .withTimeout(READY_LIMIT_S);
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      upgrade.set(parts[0], parts[1]);
    }
    upgrade.call();
  }

  /** Whether the API server answers, asked by a client that does not wait for it for long. */
  public boolean apiServerAnswers() {
    Config hasty = Config.fromKubeconfig(cluster.kubeconfig());
    hasty.setRequestTimeout(HASTE_MS);
    hasty.setConnectionTimeout(HASTE_MS);
    hasty.setRequestRetryBackoffLimit(0);
    try (var client = client(hasty)) {
      return client.namespaces().withName("default").get() != null;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  public KubernetesClient kubernetes() {
    return kubernetes;
  }

  public Node node() {
    return node;
  }

  public Props props() {
    return props;
  }

  /** Where AWS's clients find the Lambda API. */
  public URI gateway() {
    return cluster.reach(GATEWAY_NODE_PORT);
  }

  /** A gateway that is ready can be reached when its node has heard so, which is a little later. */
  void awaitReachable() throws IOException, InterruptedException {
    URI gateway = gateway();
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_LIMIT_S); ; ) {
      try (var connection = new Socket()) {
        connection.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()), CONNECT_MS);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(HASTE_MS / 10);
      }
    }
  }

  String image(String name) {
    return images.reference(name);
  }

  void namespace(String name, String podSecurity) {
    kubernetes
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", podSecurity)
                .addToLabels(TEST_LABEL, "true")
                .endMetadata()
                .build())
        .create();
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static void clean(TestCluster cluster, KubernetesClient kubernetes) {
    List<Namespace> ours = kubernetes.namespaces().withLabel(TEST_LABEL).list().getItems();
    Helm.uninstall(RELEASE)
        .withNamespace(SYSTEM)
        .withKubeConfigContents(cluster.kubeconfig())
        .ignoreNotFound()
        .call();
    var system = kubernetes.namespaces().withName(SYSTEM);
    system.delete();
    Wait.untilGone(system);
    // Only now does nobody make new ones. A namespace's deletion looks again after half the longest
    // grace of a pod that it found, which for a sandbox is more than seven minutes.
    ours.forEach(namespace -> removePods(kubernetes, namespace.getMetadata().getName()));
    kubernetes.resourceList(ours).delete();
    ours.forEach(namespace -> Wait.untilGone(kubernetes.resource(namespace)));
  }

  private static void removePods(KubernetesClient kubernetes, String namespace) {
    var pods = kubernetes.pods().inNamespace(namespace);
    pods.withGracePeriod(0).delete();
    for (Pod pod : pods.list().getItems()) {
      Wait.untilGone(kubernetes.resource(pod));
    }
  }

  /** Uninstalls, so that the cluster is as it was but for its images. */
  @Override
  public void close() {
    clean(cluster, kubernetes);
    kubernetes.close();
  }
}
