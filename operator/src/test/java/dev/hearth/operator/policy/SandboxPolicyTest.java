package dev.hearth.operator.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.SandboxPool;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxPolicyTest {
  @Test
  void only_gateways_reach_a_pools_sandboxes_and_only_at_the_shims_port() {
    var spec = policy(true).getSpec();
    assertEquals(Map.of("hearth.dev/pool", "a-pool"), spec.getPodSelector().getMatchLabels());
    assertTrue(spec.getPolicyTypes().contains("Ingress"));
    assertEquals(1, spec.getIngress().size());
    var rule = spec.getIngress().getFirst();
    assertEquals(1, rule.getPorts().size());
    assertEquals(9000, rule.getPorts().getFirst().getPort().getIntVal());
    assertEquals(1, rule.getFrom().size());
    var peer = rule.getFrom().getFirst();
    assertEquals(
        Map.of("kubernetes.io/metadata.name", "hearth-system"),
        peer.getNamespaceSelector().getMatchLabels());
    assertEquals(
        Map.of("app.kubernetes.io/name", "hearth-gateway"), peer.getPodSelector().getMatchLabels());
  }

  @Test
  void sandboxes_never_reach_the_address_with_a_nodes_credentials() {
    assertEquals(
        List.of("169.254.169.254/32", "fd00:ec2::254/128"),
        policy(true).getSpec().getEgress().getFirst().getTo().stream()
            .filter(peer -> peer.getIpBlock() != null)
            .flatMap(peer -> peer.getIpBlock().getExcept().stream())
            .toList());
  }

  @Test
  void sandboxes_without_egress_reach_nobody() {
    var spec = policy(false).getSpec();
    assertTrue(spec.getPolicyTypes().contains("Egress"));
    assertTrue(spec.getEgress().isEmpty());
  }

  @Test
  void a_policy_goes_with_its_pool() {
    assertEquals("uid-1", policy(true).getMetadata().getOwnerReferences().getFirst().getUid());
  }

  private static NetworkPolicy policy(boolean egress) {
    var pool = new SandboxPool();
    pool.setMetadata(
        new ObjectMetaBuilder().withName("a-pool").withNamespace("shop").withUid("uid-1").build());
    return SandboxPolicy.desired(pool, "hearth-system", egress);
  }
}
