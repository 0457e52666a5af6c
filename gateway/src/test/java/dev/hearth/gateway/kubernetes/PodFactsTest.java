package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.kubernetes.PodFacts.Stage;
import dev.hearth.gateway.sandbox.SandboxAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodFactsTest {
  private static PodFacts read(String status, String more) {
    String yaml =
        """
        metadata: {name: n, namespace: shop, uid: u, labels: {hearth.dev/pool: p}%s}
        spec: {containers: [{name: runtime, env: [{name: HEARTH_IDENTITY_KEY, value: key}]}]}
        status: %s
        """
            .formatted(more, status);
    return PodFacts.of(Serialization.unmarshal(yaml, Pod.class));
  }

  @Test
  void a_pod_that_runs_has_an_address_and_the_key_it_was_born_with() {
    PodFacts pod = read("{phase: Running, podIP: 10.0.0.7}", "");
    assertEquals(new PoolRef("shop", "p"), pod.pool());
    assertEquals(new SandboxAddress("u", "10.0.0.7", 9000, "key"), pod.address());
  }

  @ParameterizedTest
  @CsvSource({
    "{}, STARTING",
    "{phase: Pending}, STARTING",
    "{phase: Running}, STARTING",
    "'{phase: Running, podIP: 10.0.0.7}', RUNNING",
    "{phase: Failed}, GONE",
    "{phase: Succeeded}, GONE"
  })
  void its_stage_is_what_the_kubelet_says(String status, Stage stage) {
    assertEquals(stage, read(status, "").stage());
  }

  @Test
  void a_pod_that_is_being_deleted_leaves() {
    String deleted = ", deletionTimestamp: '2026-11-21T12:00:00Z'";
    assertEquals(Stage.LEAVING, read("{phase: Running, podIP: 10.0.0.7}", deleted).stage());
    assertEquals(Stage.GONE, read("{phase: Failed}", deleted).stage());
  }
}
