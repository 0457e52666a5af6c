package dev.hearth.operator;

import dev.hearth.crds.GatewayKeysSecret;
import dev.hearth.crds.SandboxPool;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Removes what operator and gateways have made, once they are gone: every pool, whose sandboxes go
 * with it, the gateways' keys and the lease. Functions stay. The chart runs it when it is
 * uninstalled.
 */
public final class Uninstall {
  private Uninstall() {}

  /** Ends by itself: the client's threads would keep the process. */
  public static void main(String[] arguments) {
    try (KubernetesClient kubernetes = new KubernetesClientBuilder().build()) {
      String namespace = System.getenv("HEARTH_NAMESPACE");
      kubernetes.secrets().inNamespace(namespace).withName(GatewayKeysSecret.NAME).delete();
      kubernetes.leases().inNamespace(namespace).withName(Leadership.LEASE).delete();
      for (SandboxPool pool :
          kubernetes.resources(SandboxPool.class).inAnyNamespace().list().getItems()) {
        kubernetes.resource(pool).delete();
        System.out.println(
            "removed pool %s of namespace %s"
                .formatted(pool.getMetadata().getName(), pool.getMetadata().getNamespace()));
      }
    } catch (KubernetesClientException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }
}
