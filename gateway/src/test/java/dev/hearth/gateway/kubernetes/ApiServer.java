package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;

/** The API server of {@code -De2e.kubeconfig=}; it needs no node. */
final class ApiServer {
  private static final String PROPERTY = "e2e.kubeconfig";
  private static final long PATIENCE_S = 30;

  private final String kubeconfig;

  private ApiServer(String kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /** Skips the caller's tests, loudly, where there is none or no shim; has Hearth's resources. */
  static ApiServer orSkip() throws IOException {
    ApiServer server = aloneOrSkip();
    boolean built = Files.isExecutable(LocalKubelet.SHIM);
    if (!built) {
      System.err.println("SKIPPED: the gateway's tests with an API server need the built shim");
    }
    Assumptions.assumeTrue(built, "the shim is not built");
    server.install();
    return server;
  }

  /** The same for tests without sandboxes and Hearth's resources. */
  static ApiServer aloneOrSkip() {
    String kubeconfig = System.getProperty(PROPERTY, "");
    if (kubeconfig.isEmpty()) {
      System.err.println("SKIPPED: the gateway's tests with an API server need -D" + PROPERTY);
    }
    Assumptions.assumeFalse(kubeconfig.isEmpty(), "-D" + PROPERTY + "= is not given");
    return new ApiServer(kubeconfig);
  }

  KubernetesClient client() {
    return client(http -> {});
  }

  /** A client whose requests a test may look at. */
  KubernetesClient client(Consumer<HttpClient.Builder> change) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(Path.of(kubeconfig).toFile()))
        .withHttpClientBuilderConsumer(change)
        .build();
  }

  private void install() throws IOException {
    try (KubernetesClient client = client()) {
      for (String kind :
          List.of(
              "accounts", "aliases", "functions", "functionversions", "runtimes", "sandboxpools")) {
        String file = "/crds/" + kind + ".hearth.dev-v1.yml";
        try (InputStream yaml = ApiServer.class.getResourceAsStream(file)) {
          var crd =
              client.resource((CustomResourceDefinition) client.load(yaml).items().getFirst());
          crd.forceConflicts().serverSideApply();
          crd.waitUntilCondition(ApiServer::isEstablished, PATIENCE_S, TimeUnit.SECONDS);
        }
      }
    }
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
