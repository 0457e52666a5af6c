package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.ownership.Membership;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The ConfigMap in which the gateways' membership stands; who changes it has seen what it was. */
final class MembershipStore {
  /** Of the ConfigMap, and of the Lease of whoever writes it. */
  static final String NAME = "hearth-gateway";

  private static final String EPOCH = "epoch";
  private static final String MEMBERS = "members";
  private static final String ACKNOWLEDGED = "acknowledged";

  private final KubernetesClient kubernetes;
  private final String namespace;

  MembershipStore(KubernetesClient kubernetes, String namespace) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
  }

  /** Where it stands. */
  Resource<ConfigMap> resource() {
    return kubernetes.configMaps().inNamespace(namespace).withName(NAME);
  }

  /** As it stands there now. */
  Membership read() {
    return of(resource().get());
  }

  /**
   * Writes a membership where it follows the one that is there, or more is known than stands there;
   * answers the one that holds.
   */
  Membership write(Membership next) {
    ConfigMap stands = resource().get();
    Membership before = of(stands);
    if (next.epoch() <= before.epoch()) {
      return before;
    }
    Membership after = next.acknowledge(before.acknowledged());
    try {
      if (stands == null) {
        kubernetes.resource(document(after)).create();
      } else {
        ConfigMap changed = stands.edit().withData(data(after)).build();
        // With its version: whoever has changed it meanwhile has decided.
        kubernetes.resource(changed).update();
      }
      return after;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return read();
      }
      throw e;
    }
  }

  private ConfigMap document(Membership membership) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .endMetadata()
        .withData(data(membership))
        .build();
  }

  private static Map<String, String> data(Membership membership) {
    return Map.of(
        EPOCH, Long.toString(membership.epoch()),
        MEMBERS, String.join("\n", membership.members()),
        ACKNOWLEDGED, Long.toString(membership.acknowledged()));
  }

  /** What it says; the time before the first where there is none. */
  static Membership of(ConfigMap document) {
    if (document == null || document.getData() == null) {
      return Membership.NONE;
    }
    Map<String, String> data = document.getData();
    String members = data.getOrDefault(MEMBERS, "");
    return new Membership(
        Long.parseLong(data.getOrDefault(EPOCH, "0")),
        new TreeSet<>(members.isEmpty() ? List.of() : List.of(members.split("\n"))),
        Long.parseLong(data.getOrDefault(ACKNOWLEDGED, "0")));
  }
}
