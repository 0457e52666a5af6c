package dev.hearth.operator.cluster;

import static dev.hearth.operator.cluster.TestCluster.awaitGone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hearth.operator.gateway.Demand.PoolDemand;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What the built operator does when something around it fails; each test goes on from the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorFaultsIT {
  private static final Map<String, String> SETTINGS =
      Map.of("HEARTH_POOL_START_TIMEOUT", "2s", "HEARTH_POOL_SURPLUS_KEPT", "1s");

  private static Stage stage;
  private static CutLine line;
  private static OperatorProcess operator;

  @BeforeAll
  static void install() throws Exception {
    stage = new Stage("operator-faults");
    boolean nodes = !stage.cluster.client.nodes().list().getItems().isEmpty();
    if (nodes) {
      System.err.println("SKIPPED: OperatorFaultsIT plays the kubelet: its cluster has no nodes");
    }
    assumeFalse(nodes, "the cluster has nodes");
    URI api = URI.create(stage.cluster.client.getConfiguration().getMasterUrl());
    line = new CutLine(api);
    Path kubeconfig = line.kubeconfig(Path.of(stage.cluster.kubeconfig), api);
    operator = stage.operator(SETTINGS, kubeconfig.toString());
    stage.function("hello");
    stage.awaitPool(1, 0);
  }

  @AfterAll
  static void uninstall() throws Exception {
    if (stage != null) {
      stage.end();
    }
    if (line != null) {
      line.close();
    }
  }

  @Test
  @Order(1)
  void an_evicted_sandbox_is_replaced() throws Exception {
    Pod pod = stage.awaitPods(1).getFirst();
    stage.kubelet.evict(pod);
    awaitGone(stage.cluster.client.resource(pod));
    stage.awaitPods(1);
  }

  @Test
  @Order(2)
  void a_sandbox_of_a_silent_node_is_no_spare_and_is_replaced() throws Exception {
    Pod pod = stage.awaitPods(1).getFirst();
    stage.kubelet.ready(pod, "Unknown");
    stage.awaitPool(0, 0);
    awaitGone(stage.cluster.client.resource(pod));
    stage.awaitPods(1);
  }

  @Test
  @Order(3)
  void what_happened_while_the_api_server_was_away_is_made_up_for() throws Exception {
    Pod pod = stage.awaitPods(1).getFirst();
    line.cut();
    stage.function("meanwhile");
    stage.cluster.client.resource(pod).delete();
    stage.gateway.want(List.of(new PoolDemand(stage.shop, Stage.POOL, 2)), List.of(), List.of());
    line.mend();
    stage.awaitActive("meanwhile");
    stage.awaitPods(3);
    assertTrue(operator.isAlive(), "it bears a short absence");
  }

  @Test
  @Order(4)
  void a_second_operator_takes_over_from_one_that_hangs_and_makes_nothing_twice() throws Exception {
    List<String> before = names(stage.awaitPods(3));
    operator.signal("STOP");
    stage.operator(SETTINGS);
    stage.function("later");
    stage.awaitActive("later");
    assertEquals(before, names(stage.pods()));
    operator.signal("CONT");
    assertTrue(operator.awaitEnd(), "one that has lost the lead ends");
    assertEquals(before, names(stage.pods()));
  }

  @Test
  @Order(5)
  void claimed_sandboxes_outlive_the_operator_that_made_them() throws Exception {
    List<Pod> pods = stage.awaitPods(3);
    List<String> claimed = pods.stream().map(p -> p.getMetadata().getUid()).limit(2).toList();
    stage.gateway.want(List.of(), claimed, List.of());
    stage.awaitPool(1, 2);
    stage.stopOperators();
    stage.operator(SETTINGS);
    stage.function("last");
    stage.awaitActive("last");
    assertEquals(names(pods), names(stage.pods()));
  }

  private static List<String> names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).sorted().toList();
  }
}
