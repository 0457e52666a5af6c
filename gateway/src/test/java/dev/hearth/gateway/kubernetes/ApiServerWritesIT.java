package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.Labels;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway writes to the API server, and when: never for an answer to wait for. */
class ApiServerWritesIT {
  private static final int COLD = 100;
  private static final int WARM = 1_000;

  /** Spares are made ahead, so that invocations wait for no pod. */
  private static final int AHEAD = 4;

  @TempDir Path folder;
  private final HeldWrites writes = new HeldWrites();
  private LocalCluster cluster;
  private KubernetesGateway gateway;

  @BeforeEach
  void start() throws Exception {
    ApiServer api = ApiServer.orSkip();
    cluster = new LocalCluster(api, folder);
    gateway = cluster.gateway(api.client(writes::standIn));
  }

  @AfterEach
  void stop() {
    writes.letPass();
    if (gateway != null) {
      gateway.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void no_write_lies_between_a_request_and_its_response() throws Exception {
    cluster.activate(gateway, cluster.apply("hello", ""));
    for (int i = 0; i < AHEAD; i++) {
      cluster.spare();
    }
    var processes = new HashSet<Long>();
    for (int i = 0; i < COLD; i++) {
      long process = invoke();
      assertTrue(processes.add(process), "a cold invocation was warm");
      if (i < COLD - 1) {
        cluster.spare();
        cluster.kubelet.endWith(process);
      }
    }
    for (int i = 0; i < WARM; i++) {
      assertTrue(!processes.add(invoke()), "a warm invocation was cold");
    }
    assertEquals(List.of(), writes.passed);
    writes.letPass();
    cluster.awaitPods(
        pods ->
            pods.stream()
                .anyMatch(p -> "hello".equals(p.getMetadata().getLabels().get(Labels.FUNCTION))));
    assertTrue(writes.passed.size() <= 2 * COLD, () -> "too many writes: " + writes.passed);
  }

  private long invoke() throws Exception {
    HttpResponse<String> answer = cluster.invoke(gateway, "hello", "{}");
    assertEquals(200, answer.statusCode(), answer::body);
    return ((Number) Serialization.unmarshal(answer.body(), Map.class).get("pid")).longValue();
  }
}
