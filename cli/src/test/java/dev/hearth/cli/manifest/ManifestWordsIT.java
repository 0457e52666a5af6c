package dev.hearth.cli.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.crds.Function;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real API server takes the CRD and says of each bad manifest what local mode says. Nothing is
 * created but the CRD.
 */
class ManifestWordsIT {
  private static final String KUBECONFIG = System.getProperty("e2e.kubeconfig", "");
  private static final List<Kind<?>> KINDS =
      List.of(Kind.FUNCTION, Kind.VERSION, Kind.ALIAS, Kind.ACCOUNT);
  private static final String NAMESPACE = "apis/hearth.dev/v1alpha1/namespaces/default/";
  private static final String NOT_CHECKED = "some validation rules were not checked";

  private static KubernetesClient client;
  private static final List<String> INSTALLED = new ArrayList<>();

  static List<ManifestFolder> bad() {
    return ManifestFolder.bad().toList();
  }

  static List<ManifestFolder> good() {
    return ManifestFolder.good().toList();
  }

  @BeforeAll
  static void install_the_crd() throws IOException {
    if (KUBECONFIG.isEmpty()) {
      System.err.println(
          "\n!!! SKIPPED: ManifestWordsIT compares our words with a real API server's."
              + "\n!!! Give it one: ./hearth test -De2e.kubeconfig=FILE\n");
    }
    assumeTrue(!KUBECONFIG.isEmpty(), "no -De2e.kubeconfig");
    Config config = Config.fromKubeconfig(new File(KUBECONFIG));
    client = new KubernetesClientBuilder().withConfig(config).build();
    for (Kind<?> kind : KINDS) {
      install(kind);
    }
  }

  private static void install(Kind<?> kind) throws IOException {
    try (var yaml = Function.class.getResourceAsStream(kind.crd())) {
      var crds = client.apiextensions().v1().customResourceDefinitions();
      CustomResourceDefinition crd = crds.load(yaml).item();
      if (crds.withName(crd.getMetadata().getName()).get() == null) {
        INSTALLED.add(crd.getMetadata().getName());
      }
      crds.resource(crd).forceConflicts().serverSideApply();
      crds.resource(crd).waitUntilCondition(ManifestWordsIT::established, 30, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void take_the_crd_away() {
    if (client != null) {
      for (String crd : INSTALLED) {
        client.apiextensions().v1().customResourceDefinitions().withName(crd).delete();
      }
      client.close();
    }
  }

  @ParameterizedTest
  @MethodSource("bad")
  void the_api_server_refuses_with_the_words_of_local_mode(ManifestFolder manifest)
      throws Exception {
    assertEquals(manifest.words(), reasons(post(manifest.yaml())));
  }

  @ParameterizedTest
  @MethodSource("good")
  void the_api_server_accepts_what_local_mode_accepts(ManifestFolder manifest) throws Exception {
    assertEquals(
        kind(manifest.yaml()).name(),
        Serialization.unmarshal(post(manifest.yaml()), GenericKubernetesResource.class).getKind());
  }

  private static boolean established(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private static String post(String yaml) throws Exception {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(
                URI.create(
                    client.getMasterUrl()
                        + NAMESPACE
                        + kind(yaml).plural()
                        + "?dryRun=All&fieldValidation=Strict"))
            .post("application/yaml", yaml.getBytes(UTF_8))
            .build();
    return http.sendAsync(request, String.class).get(30, TimeUnit.SECONDS).body();
  }

  private static Kind<?> kind(String yaml) {
    return KINDS.stream()
        .filter(kind -> yaml.contains("kind: " + kind.name() + "\n"))
        .findFirst()
        .orElseThrow();
  }

  /** One line per cause; a manifest that could not even be decoded has none and one message. */
  private static List<String> reasons(String body) {
    Status status = Serialization.unmarshal(body, Status.class);
    var details = status.getDetails();
    if (details == null || details.getCauses().isEmpty()) {
      return List.of(
          status.getMessage().replaceFirst("(?s)^.* cannot be handled as an? [A-Za-z]+: ", ""));
    }
    return details.getCauses().stream()
        .map(cause -> cause.getField() + ": " + cause.getMessage())
        .filter(words -> !words.contains(NOT_CHECKED))
        .sorted()
        .toList();
  }
}
