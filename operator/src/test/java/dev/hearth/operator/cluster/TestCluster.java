package dev.hearth.operator.cluster;

import dev.hearth.crds.GatewayKeysSecret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** The cluster of {@code -De2e.kubeconfig=}, with Hearth's resources in it. */
final class TestCluster implements AutoCloseable {
  static final long PATIENCE_S = 90;

  final String kubeconfig;
  final KubernetesClient client;

  private TestCluster(String kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(kubeconfig).toFile()))
            .build();
  }

  /** Skips the caller's tests, loudly, where there is no cluster. */
  static TestCluster orSkip() throws IOException {
    var cluster = new TestCluster(property("e2e.kubeconfig"));
    for (String kind :
        List.of(
            "accounts", "aliases", "functions", "functionversions", "runtimes", "sandboxpools")) {
      String file = "/crds/" + kind + ".hearth.dev-v1.yml";
      try (InputStream yaml = TestCluster.class.getResourceAsStream(file)) {
        var crd =
            cluster.client.resource(
                (CustomResourceDefinition) cluster.client.load(yaml).items().getFirst());
        crd.forceConflicts().serverSideApply();
        crd.waitUntilCondition(TestCluster::isEstablished, PATIENCE_S, TimeUnit.SECONDS);
      }
    }
    return cluster;
  }

  /** A property without which the tests cannot run. */
  static String property(String name) {
    String value = System.getProperty(name, "");
    if (value.isEmpty()) {
      System.err.println("SKIPPED: the operator's tests on a cluster need -D" + name + "=");
    }
    Assumptions.assumeFalse(value.isEmpty(), "-D" + name + "= is not given");
    return value;
  }

  /** Makes this namespace, which is gone before if it was there. */
  void freshNamespace(String name) {
    Resource<Namespace> namespace = client.namespaces().withName(name);
    namespace.delete();
    awaitGone(namespace);
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
  }

  /** This machine as the cluster sees it. */
  InetAddress here() throws IOException {
    URI api = URI.create(client.getConfiguration().getMasterUrl());
    try (var socket = new Socket(api.getHost(), api.getPort())) {
      return socket.getLocalAddress();
    }
  }

  /** The key that the operator has made in its namespace. */
  String publicKey(String namespace) {
    Secret secret =
        client.secrets().inNamespace(namespace).withName(GatewayKeysSecret.NAME).require();
    String encoded = secret.getData().get(GatewayKeysSecret.PUBLIC_KEY);
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
  }

  static <T extends HasMetadata> T await(Resource<T> resource, Predicate<T> is) {
    return resource.waitUntilCondition(
        found -> found != null && is.test(found), PATIENCE_S, TimeUnit.SECONDS);
  }

  static <T extends HasMetadata> void awaitGone(Resource<T> resource) {
    resource.waitUntilCondition(found -> found == null, PATIENCE_S, TimeUnit.SECONDS);
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  @Override
  public void close() {
    client.close();
  }
}
