package dev.hearth.operator.policy;

import dev.hearth.crds.Labels;
import dev.hearth.crds.Ports;
import dev.hearth.crds.SandboxPool;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpecBuilder;
import java.util.Map;

/**
 * The NetworkPolicy of one pool: only gateways reach its sandboxes, which may speak to nobody, or
 * to all but the address where clouds hand out a node's credentials. It goes with its pool.
 */
final class SandboxPolicy {
  private static final String METADATA = "169.254.169.254/32";
  private static final String METADATA_V6 = "fd00:ec2::254/128";

  private SandboxPolicy() {}

  /**
   * What it must be.
   *
   * @param gateways namespace of the gateways
   * @param egress whether sandboxes may speak to anybody
   */
  static NetworkPolicy desired(SandboxPool pool, String gateways, boolean egress) {
    return new NetworkPolicyBuilder()
        .withNewMetadata()
        .withName(pool.getMetadata().getName())
        .withNamespace(pool.getMetadata().getNamespace())
        .addToLabels("app.kubernetes.io/managed-by", "hearth")
        .addToLabels(Labels.POOL, pool.getMetadata().getName())
        .addNewOwnerReference()
        .withApiVersion(pool.getApiVersion())
        .withKind(pool.getKind())
        .withName(pool.getMetadata().getName())
        .withUid(pool.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .endOwnerReference()
        .endMetadata()
        .withSpec(spec(pool.getMetadata().getName(), gateways, egress))
        .build();
  }

  private static NetworkPolicySpec spec(String pool, String gateways, boolean egress) {
    var spec =
        new NetworkPolicySpecBuilder()
            .withNewPodSelector()
            .addToMatchLabels(Labels.POOL, pool)
            .endPodSelector()
            .withPolicyTypes("Ingress", "Egress")
            .addNewIngress()
            .addNewFrom()
            .withNamespaceSelector(labelled("kubernetes.io/metadata.name", gateways))
            .withPodSelector(labelled("app.kubernetes.io/name", "hearth-gateway"))
            .endFrom()
            .addNewPort()
            .withPort(new IntOrString(Ports.SHIM))
            .withProtocol("TCP")
            .endPort()
            .endIngress();
    return (egress ? spec.withEgress(everywhere()) : spec).build();
  }

  /** Pods are named beside addresses, since in some networks an address block means no pod. */
  private static NetworkPolicyEgressRule everywhere() {
    return new NetworkPolicyEgressRuleBuilder()
        .addNewTo()
        .withNewNamespaceSelector()
        .endNamespaceSelector()
        .endTo()
        .addNewTo()
        .withNewIpBlock()
        .withCidr("0.0.0.0/0")
        .withExcept(METADATA)
        .endIpBlock()
        .endTo()
        .addNewTo()
        .withNewIpBlock()
        .withCidr("::/0")
        .withExcept(METADATA_V6)
        .endIpBlock()
        .endTo()
        .build();
  }

  private static LabelSelector labelled(String name, String value) {
    var selector = new LabelSelector();
    selector.setMatchLabels(Map.of(name, value));
    return selector;
  }
}
