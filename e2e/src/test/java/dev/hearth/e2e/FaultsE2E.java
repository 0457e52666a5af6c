package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.e2e.cluster.Hearth;
import dev.hearth.e2e.cluster.Installation;
import dev.hearth.e2e.cluster.Load;
import dev.hearth.e2e.cluster.Wait;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Parts of Hearth are killed while it is used. */
class FaultsE2E {
  private static final int SOME = 30;
  private static final int TRIES = 1_000;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final String RUNTIME = "runtime";
  private static final String CODE =
      """
      import time

      def handler(event, context):
          print("for", event.get("sleep", 0), "s")
          time.sleep(event.get("sleep", 0))
          return "well"
      """;

  @RegisterExtension static final Hearth HEARTH = new Hearth(FaultsE2E.class);

  @BeforeAll
  static void apply() {
    HEARTH.applyPython("steady", CODE, "timeout: 60");
    HEARTH.awaitActive("steady");
    HEARTH.lambda().call("steady", "{}");
  }

  @Test
  void a_sandbox_that_is_killed_is_replaced() throws Exception {
    Pod victim = HEARTH.sandboxesOf("steady").getFirst();
    HEARTH.installation().node().kill(victim, RUNTIME);
    Wait.untilGone(HEARTH.kubernetes().resource(victim));
    assertEquals("\"well\"", HEARTH.lambda().call("steady", "{}"));
  }

  @Test
  void a_sandbox_that_is_killed_at_work_is_answered_as_a_killed_runtime() throws Exception {
    HEARTH.applyPython("victim", CODE, "timeout: 60");
    HEARTH.awaitActive("victim");
    HEARTH.lambda().call("victim", "{}");
    var answer =
        CompletableFuture.supplyAsync(
            () -> HEARTH.lambda().invoke("victim", "{\"sleep\": 50}"), Thread::startVirtualThread);
    Pod busy = HEARTH.sandboxesOf("victim").getFirst();
    HEARTH.awaitLog(busy, "for 50 s");
    HEARTH.installation().node().kill(busy, RUNTIME);
    assertTrue(answer.join().payload().contains("Runtime.ExitError"), answer.join()::payload);
    assertTrue(answer.join().payload().contains("signal: killed"), answer.join()::payload);
    assertEquals("\"well\"", HEARTH.lambda().call("victim", "{}"));
  }

  @Test
  void a_gateway_that_is_killed_finds_its_warm_sandboxes_again() throws Exception {
    HEARTH.lambda().call("steady", "{}");
    Set<String> before = uids(HEARTH.sandboxesOf("steady"));
    Pod gateway = component("gateway").getFirst();
    HEARTH.installation().node().kill(gateway, "gateway");
    awaitRestart(gateway);
    assertEquals("\"well\"", callAsSoonAsReached());
    assertEquals(before, uids(HEARTH.sandboxesOf("steady")));
  }

  @Test
  void warm_traffic_goes_on_while_the_operator_is_killed() throws Exception {
    try (var load = new Load(2, () -> HEARTH.lambda().call("steady", "{}"))) {
      load.awaitMore(SOME);
      Pod operator = component("operator").getFirst();
      HEARTH.installation().node().kill(operator, "operator");
      load.awaitMore(SOME);
      awaitRestart(operator);
      load.awaitMore(SOME);
      assertEquals(List.of(), load.failures());
    }
    HEARTH.applyPython("afterwards", CODE);
    HEARTH.awaitActive("afterwards");
    assertEquals("\"well\"", HEARTH.lambda().call("afterwards", "{}"));
  }

  @Test
  void warm_traffic_goes_on_while_the_api_server_stands_still() throws Exception {
    try (var load = new Load(2, () -> HEARTH.lambda().call("steady", "{}"))) {
      load.awaitMore(SOME);
      if (!HEARTH.installation().node().stopApiServer(8)) {
        System.err.println("SKIPPED: this cluster's API server cannot be stopped from its node");
        return;
      }
      awaitApiServer(false, load);
      load.awaitMore(10 * SOME);
      awaitApiServer(true, load);
      load.awaitMore(SOME);
      assertEquals(List.of(), load.failures());
    }
  }

  @Test
  void service_resumes_when_all_sandboxes_are_deleted() throws Exception {
    HEARTH.lambda().call("steady", "{}");
    Set<String> before = uids(HEARTH.sandboxes().list().getItems());
    HEARTH.sandboxes().withGracePeriod(0).delete();
    assertEquals("\"well\"", HEARTH.lambda().call("steady", "{}"));
    Set<String> after = uids(HEARTH.sandboxesOf("steady"));
    assertFalse(after.stream().anyMatch(before::contains), () -> before + " " + after);
  }

  private static void awaitApiServer(boolean answers, Load load) throws InterruptedException {
    for (int i = 0; HEARTH.installation().apiServerAnswers() != answers; i++) {
      assertTrue(i < TRIES, "the API server should answer: " + answers);
      load.awaitMore(1);
    }
  }

  /** Nobody tells when a node has learnt that the Service has somebody behind it again. */
  private static String callAsSoonAsReached() throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      try {
        return HEARTH.lambda().call("steady", "{}");
      } catch (SdkClientException e) {
        Thread.sleep(BETWEEN_TRIES);
      }
    }
    throw new AssertionError("the gateway cannot be reached again");
  }

  private static List<Pod> component(String name) {
    return HEARTH
        .kubernetes()
        .pods()
        .inNamespace(Installation.SYSTEM)
        .withLabel("app.kubernetes.io/name", "hearth-" + name)
        .list()
        .getItems();
  }

  private static void awaitRestart(Pod pod) {
    Wait.until(
        HEARTH.kubernetes().resource(pod),
        p ->
            p.getStatus().getContainerStatuses().getFirst().getRestartCount()
                    > pod.getStatus().getContainerStatuses().getFirst().getRestartCount()
                && p.getStatus().getContainerStatuses().getFirst().getReady());
  }

  private static Set<String> uids(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
  }
}
