package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Alias;
import dev.hearth.crds.Function;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionSpec;
import dev.hearth.crds.PublishedVersionStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.concurrent.TimeUnit;

/** Versions and aliases of the functions of a {@link LocalCluster}. */
record LocalPublications(LocalCluster cluster) {
  /** Publishes a function under a number, as the operator does. */
  void publish(String function, int number) {
    Function now =
        cluster
            .client
            .resources(Function.class)
            .inNamespace(cluster.namespace)
            .withName(function)
            .require();
    var version = new PublishedVersion();
    version.setMetadata(
        new ObjectMetaBuilder()
            .withName(function + "-" + number)
            .withNamespace(cluster.namespace)
            .build());
    var published =
        new PublishedVersionSpec.Published(
            number, now.getSpec(), now.getStatus().code(), now.getStatus().image());
    version.setSpec(new PublishedVersionSpec(function, null, null, published));
    PublishedVersion made = cluster.client.resource(version).create();
    made.setStatus(new PublishedVersionStatus(null, null, number, LocalCluster.POOL, null, null));
    cluster.client.resource(made).patchStatus();
  }

  /** Declares an alias as its user does. */
  void alias(String function, String name, String version) {
    String yaml =
        "metadata: {name: %s, namespace: %s}\nspec: {functionName: %s, name: %s, functionVersion: '%s'}"
            .formatted(name, cluster.namespace, function, name, version);
    cluster.client.resource(Serialization.unmarshal(yaml, Alias.class)).serverSideApply();
  }

  /** Waits until a gateway has heard of it. */
  void awaitInvokable(KubernetesGateway gateway, String name) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (cluster.invoke(gateway, name, "{}").statusCode() == 404) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("in vain: " + name);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
