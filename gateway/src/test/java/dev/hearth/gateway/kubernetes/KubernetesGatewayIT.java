package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.Function;
import dev.hearth.crds.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a real API server and real shims. */
class KubernetesGatewayIT {
  @TempDir Path folder;
  private LocalCluster cluster;
  private LocalPublications publications;
  private KubernetesGateway gateway;

  @BeforeEach
  void start() throws Exception {
    ApiServer api = ApiServer.orSkip();
    cluster = new LocalCluster(api, folder);
    publications = new LocalPublications(cluster);
    gateway = cluster.gateway();
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void a_spare_becomes_a_functions_and_is_labelled_behind() throws Exception {
    cluster.spare();
    cluster.activate(gateway, cluster.apply("hello", ""));
    assertEquals("{\"a\": 1", answer("hello", "{\"a\":1}").substring(0, 7));
    Pod pod =
        cluster.awaitPods(pods -> "active".equals(label(pods.getFirst(), Labels.STATE))).getFirst();
    assertEquals("hello", label(pod, Labels.FUNCTION));
    assertEquals("LATEST", label(pod, Labels.VERSION));
  }

  @Test
  void an_invocation_of_a_function_that_was_just_applied_waits_for_it_and_for_a_sandbox()
      throws Exception {
    Function hello = cluster.apply("hello", "");
    var answer =
        cluster.http.sendAsync(cluster.invocation(gateway, "hello", "{}"), BodyHandlers.ofString());
    cluster.activate(gateway, hello);
    long sequence = 0;
    Map<String, Object> demand = cluster.demand(gateway, sequence);
    while (List.of().equals(demand.get("pools"))) {
      sequence = ((Number) demand.get("sequence")).longValue();
      demand = cluster.demand(gateway, sequence);
    }
    assertEquals(
        List.of(Map.of("namespace", cluster.namespace, "pool", LocalCluster.POOL, "waiting", 1)),
        demand.get("pools"));
    Pod pod = cluster.spare();
    assertEquals(200, answer.join().statusCode());
    demand = cluster.demand(gateway, ((Number) demand.get("sequence")).longValue());
    assertEquals(List.of(), demand.get("pools"));
    assertEquals(List.of(pod.getMetadata().getUid()), demand.get("claimed"));
  }

  @Test
  void a_gateway_that_starts_again_goes_on_with_the_sandboxes_there_are() throws Exception {
    cluster.spare();
    cluster.activate(gateway, cluster.apply("hello", ""));
    Object before = pid(answer("hello", "{}"));
    gateway.close();
    gateway = cluster.gateway();
    assertEquals(before, pid(answer("hello", "{}")));
    assertEquals(1, cluster.pods().size());
  }

  @Test
  void a_sandbox_that_dies_at_work_is_told_as_killed_and_another_goes_on() throws Exception {
    Pod pod = cluster.spare();
    cluster.activate(gateway, cluster.apply("hello", ", timeout: 20"));
    Object before = pid(answer("hello", "{}"));
    var hanging =
        cluster.http.sendAsync(
            cluster.invocation(gateway, "hello", "{\"sleep\": 15}"), BodyHandlers.ofString());
    cluster.spare();
    Thread.sleep(300);
    cluster.kubelet.kill(pod);
    HttpResponse<String> killed = hanging.join();
    assertTrue(killed.body().contains("signal: killed"), killed.body());
    assertNotEquals(before, pid(answer("hello", "{}")));
  }

  @Test
  void a_variables_value_comes_from_its_secret_and_stands_in_no_pod() throws Exception {
    cluster.secret("credentials", Map.of("password", "open sesame"));
    String from = ", environment: {variablesFrom: {SECRET: {secretKeyRef: {name: %s, key: %s}}}}";
    cluster.activate(gateway, cluster.apply("hello", from.formatted("credentials", "password")));
    cluster.activate(gateway, cluster.apply("nokey", from.formatted("credentials", "pin")));
    cluster.activate(gateway, cluster.apply("nosecret", from.formatted("none", "pin")));
    cluster.spare();
    assertTrue(answer("hello", "{}").contains("\"secret\": \"open sesame\""));
    assertTrue(!Serialization.asYaml(cluster.pods()).contains("sesame"));
    HttpResponse<String> refused = cluster.invoke(gateway, "nokey", "{}");
    assertEquals(409, refused.statusCode());
    assertTrue(refused.body().contains("Secret credentials has no key pin"), refused::body);
    refused = cluster.invoke(gateway, "nosecret", "{}");
    assertEquals(409, refused.statusCode());
    assertTrue(refused.body().contains("There is no Secret none"), refused::body);
  }

  @Test
  void a_function_nobody_has_declared_is_not_found() throws Exception {
    assertEquals(404, cluster.invoke(gateway, "nobody", "{}").statusCode());
  }

  @Test
  void a_change_retires_the_sandboxes_of_the_version_before() throws Exception {
    cluster.spare();
    cluster.activate(gateway, cluster.apply("hello", ""));
    Object before = pid(answer("hello", "{}"));
    cluster.spare();
    cluster.activate(gateway, cluster.apply("hello", ", environment: {variables: {STAGE: new}}"));
    while (!answer("hello", "{}").contains("new")) {
      Thread.onSpinWait();
    }
    assertNotEquals(before, pid(answer("hello", "{}")));
    cluster.awaitPods(pods -> pods.size() == 1);
  }

  @Test
  void an_idle_sandbox_is_kept_as_long_as_its_runtime_says() throws Exception {
    cluster.spare();
    cluster.activate(gateway, cluster.apply("hello", ""));
    answer("hello", "{}");
    cluster.runtime(", pool: {keepAliveSeconds: 1}");
    cluster.awaitPods(List::isEmpty);
  }

  @Test
  void a_version_is_invoked_under_its_number_and_its_aliases_in_whatever_order_they_come()
      throws Exception {
    publications.alias("hello", "live", "1");
    cluster.spare();
    Function hello = cluster.apply("hello", ", environment: {variables: {STAGE: one}}");
    cluster.activate(gateway, hello);
    publications.publish("hello", 1);
    publications.awaitInvokable(gateway, "hello:live");
    assertTrue(answer("hello:1", "{}").contains("\"stage\": \"one\""));
    cluster.spare();
    // Whoever finds the function as it was until just now takes one, too.
    cluster.spare();
    cluster.activate(gateway, cluster.apply("hello", ", environment: {variables: {STAGE: two}}"));
    while (!answer("hello", "{}").contains("two")) {
      Thread.onSpinWait();
    }
    HttpResponse<String> live = cluster.invoke(gateway, "hello:live", "{}");
    assertTrue(live.body().contains("\"stage\": \"one\""), live.body());
    assertEquals("1", live.headers().firstValue("X-Amz-Executed-Version").orElseThrow());
    assertEquals(404, cluster.invoke(gateway, "hello:2", "{}").statusCode());
  }

  @Test
  void a_gateway_that_starts_again_goes_on_with_the_sandboxes_of_versions() throws Exception {
    cluster.spare();
    cluster.activate(gateway, cluster.apply("hello", ""));
    publications.publish("hello", 1);
    publications.awaitInvokable(gateway, "hello:1");
    Object before = pid(answer("hello:1", "{}"));
    gateway.close();
    gateway = cluster.gateway();
    assertEquals(before, pid(answer("hello:1", "{}")));
    assertEquals(1, cluster.pods().size());
  }

  @Test
  void a_gateway_that_starts_amid_a_takeover_goes_on_with_the_version_before() throws Exception {
    cluster.spare();
    cluster.activate(gateway, cluster.apply("hello", ", environment: {variables: {STAGE: one}}"));
    publications.publish("hello", 1);
    publications.keptAlias("hello", "live", "1", 1);
    publications.awaitInvokable(gateway, "hello:live");
    Object before = pid(answer("hello:live", "{}"));
    publications.served("live", "1");
    cluster.activate(gateway, cluster.apply("hello", ", environment: {variables: {STAGE: two}}"));
    publications.publish("hello", 2);
    publications.keptAlias("hello", "live", "2", 1);
    gateway.close();
    gateway = cluster.gateway();
    assertEquals(before, pid(answer("hello:live", "{}")));
    cluster.spare();
    while (!answer("hello:live", "{}").contains("two")) {
      Thread.onSpinWait();
    }
    assertEquals(2, cluster.pods().size(), "nothing was made in the place of what was there");
  }

  private String answer(String function, String event) throws Exception {
    HttpResponse<String> answer = cluster.invoke(gateway, function, event);
    assertEquals(200, answer.statusCode(), answer::body);
    assertTrue(answer.headers().firstValue("X-Amz-Function-Error").isEmpty(), answer::body);
    return answer.body();
  }

  private static Object pid(String answer) {
    return Serialization.unmarshal(answer, Map.class).get("pid");
  }

  private static String label(Pod pod, String name) {
    return pod.getMetadata().getLabels().get(name);
  }
}
