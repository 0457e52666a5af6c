package dev.hearth.operator;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Brings the cluster's custom resource definitions to this version, by server-side apply. The chart
 * runs it before an upgrade, since Helm installs definitions and never changes them.
 */
public final class CrdUpgrade {
  /** The definitions that this version has. */
  public static final List<String> DEFINITIONS =
      List.of("accounts", "aliases", "functions", "functionversions", "runtimes", "sandboxpools");

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("hearth-crds")
          .withForce(true)
          .build();

  private CrdUpgrade() {}

  /** Ends by itself: the client's threads would keep the process. */
  public static void main(String[] arguments) {
    try (KubernetesClient kubernetes = new KubernetesClientBuilder().build()) {
      for (String definition : DEFINITIONS) {
        apply(kubernetes, definition);
        System.out.println("applied " + definition);
      }
    } catch (IOException | KubernetesClientException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static void apply(KubernetesClient kubernetes, String plural) throws IOException {
    String file = "/crds/" + plural + ".hearth.dev-v1.yml";
    try (InputStream yaml = CrdUpgrade.class.getResourceAsStream(file)) {
      CustomResourceDefinition definition =
          kubernetes.apiextensions().v1().customResourceDefinitions().load(yaml).item();
      kubernetes.resource(definition).patch(APPLY);
    }
  }
}
