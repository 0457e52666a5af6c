package dev.hearth.e2e.cluster;

import dev.hearth.crds.Alias;
import dev.hearth.crds.Labels;
import dev.hearth.crds.PublishedVersion;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;

/** Versions and aliases of the functions of one class of tests. */
public record Publications(Hearth hearth) {
  /** Publishes a function; answers the number that it came to. */
  public int publish(String function, String name) {
    hearth.apply(
        """
        apiVersion: hearth.dev/v1alpha1
        kind: FunctionVersion
        metadata: {name: %s}
        spec: {functionName: %s}
        """
            .formatted(name, function));
    return awaitNumber(name);
  }

  public int awaitNumber(String name) {
    return Wait.until(
            version(name),
            found -> found.getStatus() != null && found.getStatus().version() != null)
        .getStatus()
        .version();
  }

  /**
   * Has an alias lead to a version.
   *
   * @param more of its spec, e.g. {@code , description: d}
   */
  public void lead(String function, String alias, int version, String more) {
    hearth.apply(
        """
        apiVersion: hearth.dev/v1alpha1
        kind: Alias
        metadata: {name: %s-%s}
        spec: {functionName: %s, name: %s, functionVersion: "%d"%s}
        """
            .formatted(function, alias, function, alias, version, more));
  }

  public Resource<PublishedVersion> version(String name) {
    return hearth
        .kubernetes()
        .resources(PublishedVersion.class)
        .inNamespace(hearth.namespace())
        .withName(name);
  }

  public Resource<Alias> alias(String name) {
    return hearth
        .kubernetes()
        .resources(Alias.class)
        .inNamespace(hearth.namespace())
        .withName(name);
  }

  /** Returns when so many sandboxes are kept for an alias, and all are initialised. */
  public void awaitKept(String alias, int sandboxes) {
    Wait.until(
        alias(alias),
        found -> {
          var kept = found.getStatus() == null ? null : found.getStatus().provisionedConcurrency();
          return kept != null && kept.requested() == sandboxes && kept.available() == sandboxes;
        });
  }

  /** The sandboxes that a version has. */
  public FilterWatchListDeletable<Pod, PodList, PodResource> sandboxes(
      String function, int version) {
    return hearth
        .kubernetes()
        .pods()
        .inNamespace(hearth.namespace())
        .withLabel(Labels.FUNCTION, function)
        .withLabel(Labels.VERSION, Integer.toString(version));
  }
}
