package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasStatus;
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
    alias(function, name, version, "");
  }

  /** Declares an alias for which sandboxes are kept. */
  void keptAlias(String function, String name, String version, int executions) {
    alias(function, name, version, ", provisionedConcurrency: {executions: " + executions + "}");
  }

  private void alias(String function, String name, String version, String more) {
    String yaml =
        "metadata: {name: %s, namespace: %s}\nspec: {functionName: %s, name: %s, functionVersion: '%s'%s}"
            .formatted(name, cluster.namespace, function, name, version, more);
    cluster.client.resource(Serialization.unmarshal(yaml, Alias.class)).serverSideApply();
  }

  /** Says what the operator says when a gateway has told it where an alias leads. */
  void served(String name, String version) {
    Alias now =
        cluster
            .client
            .resources(Alias.class)
            .inNamespace(cluster.namespace)
            .withName(name)
            .require();
    now.setStatus(new AliasStatus(null, null, null, null, new AliasStatus.Served(version, null)));
    cluster.client.resource(now).patchStatus();
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
