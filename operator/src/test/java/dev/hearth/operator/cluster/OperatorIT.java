package dev.hearth.operator.cluster;

import static dev.hearth.operator.cluster.TestCluster.await;
import static dev.hearth.operator.cluster.TestCluster.awaitGone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.Account;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus.LastUpdateStatus;
import dev.hearth.crds.FunctionStatus.State;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.gateway.Demand.AccountUse;
import dev.hearth.operator.gateway.Demand.FailedInit;
import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.Demand.PoolDemand;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The built operator on a real API server; each test goes on from the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorIT {
  private static Stage stage;
  private static OperatorProcess operator;

  @BeforeAll
  static void install() throws Exception {
    stage = new Stage("operator-it");
    operator = stage.operator(Map.of());
  }

  @AfterAll
  static void uninstall() throws InterruptedException {
    if (stage != null) {
      stage.end();
    }
  }

  @Test
  @Order(1)
  void a_function_becomes_code_in_the_gateway_and_a_pool_with_a_spare() {
    stage.apply(
        Account.class, "metadata: {name: default, namespace: %s}\nspec: {}".formatted(stage.shop));
    stage.function("hello");
    Function function = stage.awaitActive("hello");
    assertEquals(Stage.POOL, function.getStatus().pool());
    assertTrue(stage.gateway.artifacts.contains(function.getStatus().code().sha256()));
    stage.awaitPool(1, 0);
    await(
        stage.cluster.client.resources(Account.class).inNamespace(stage.shop).withName("default"),
        a -> a.getStatus() != null && a.getStatus().totalCodeSize() > 0);
  }

  @Test
  @Order(2)
  void a_failing_init_shows_in_the_function_and_what_runs_in_the_account() {
    var failed =
        new FailedInit(
            stage.shop, "hello", FailedInit.LATEST, "Runtime.HandlerNotFound", "no b in a");
    stage.gateway.observe(List.of(failed), List.of(new AccountUse(stage.shop, 3)));
    awaitInitialised("False");
    assertEquals(State.Active, stage.awaitActive("hello").getStatus().state());
    await(
        stage.cluster.client.resources(Account.class).inNamespace(stage.shop).withName("default"),
        a -> Integer.valueOf(3).equals(a.getStatus().concurrentExecutions()));
    stage.gateway.observe(List.of(), List.of());
    awaitInitialised("True");
  }

  private static void awaitInitialised(String status) {
    await(
        stage.cluster.client.resources(Function.class).inNamespace(stage.shop).withName("hello"),
        f ->
            Conditions.find(f.getStatus().conditions(), "Initialised")
                .filter(c -> c.getStatus().equals(status))
                .isPresent());
  }

  @Test
  @Order(3)
  void waiting_invocations_get_sandboxes_beyond_the_spare() {
    stage.gateway.want(List.of(new PoolDemand(stage.shop, Stage.POOL, 3)), List.of(), List.of());
    stage.awaitPool(4, 0);
  }

  @Test
  @Order(4)
  void what_the_gateway_claims_is_no_spare_any_more() {
    List<String> claimed = stage.pods().stream().map(p -> p.getMetadata().getUid()).toList();
    stage.gateway.want(List.of(), claimed, List.of());
    stage.awaitPool(1, 4);
  }

  @Test
  @Order(5)
  void a_spare_that_is_deleted_is_replaced() {
    stage.gateway.want(List.of(), List.of(), List.of());
    stage.awaitPool(5, 0);
    List<Pod> victims = stage.pods();
    victims.forEach(pod -> stage.cluster.client.resource(pod).delete());
    victims.forEach(pod -> awaitGone(stage.cluster.client.resource(pod)));
    stage.awaitPool(1, 0);
  }

  @Test
  @Order(6)
  void code_that_gateways_have_lost_is_brought_again() throws InterruptedException {
    String sha256 = stage.awaitActive("hello").getStatus().code().sha256();
    stage.gateway.artifacts.clear();
    stage.gateway.requests.clear();
    stage.gateway.want(
        List.of(), List.of(), List.of(new MissingArtifact(stage.shop, "hello", sha256)));
    stage.gateway.await(() -> stage.gateway.artifacts.contains(sha256));
  }

  @Test
  @Order(7)
  void what_is_wrong_with_a_function_stands_in_its_status() {
    stage.function("norun", "runtime: cobol, handler: a.b, code: {inline: {a: b}}");
    stage.function("nomap", "runtime: %s, handler: a.b, code: {configMap: {name: none}}");
    stage.function("noimg", "code: {image: {uri: 'localhost/none:1', entryPoint: [/x]}}");
    assertEquals("InvalidRuntime", stage.awaitFailed("norun"));
    assertEquals("InvalidConfiguration", stage.awaitFailed("nomap"));
    assertEquals("ImageAccessDenied", stage.awaitFailed("noimg"));
  }

  @Test
  @Order(8)
  void an_image_serves_until_the_next_one_runs() {
    image("app", "localhost/app:1");
    String first = stage.awaitActive("app").getStatus().pool();
    image("app", "localhost/none:2");
    Function failed =
        await(stage.find("app"), f -> f.getStatus().lastUpdateStatus() == LastUpdateStatus.Failed);
    assertEquals(State.Active, failed.getStatus().state());
    assertEquals("ImageAccessDenied", failed.getStatus().lastUpdateStatusReasonCode());
    assertEquals(first, failed.getStatus().pool());
    image("app", "localhost/app:3");
    Function updated =
        await(
            stage.find("app"),
            f -> f.getStatus().lastUpdateStatus() == LastUpdateStatus.Successful);
    assertNotEquals(first, updated.getStatus().pool());
    awaitGone(stage.pool(first));
    List<String> left = stage.pools().filter(name -> name.startsWith("image.app-")).toList();
    assertEquals(List.of(updated.getStatus().pool()), left, "pools of no use");
  }

  @Test
  @Order(9)
  void a_restart_with_nothing_changed_writes_nothing() throws Exception {
    assertTrue(operator.stop(), "it ends by itself when asked to");
    Map<String, String> before = stage.versions();
    stage.gateway.requests.clear();
    operator = stage.operator(Map.of());
    stage.gateway.await(() -> stage.gateway.requests.contains("GET /internal/demand"));
    stage.function("later");
    stage.awaitActive("later");
    Map<String, String> after = stage.versions();
    after.remove("Function/later");
    before.remove("Account/default");
    after.remove("Account/default");
    assertEquals(before, after);
  }

  @Test
  @Order(10)
  void deleting_the_functions_leaves_nothing_behind() {
    stage.cluster.client.resources(Function.class).inNamespace(stage.shop).delete();
    awaitGone(stage.pool(Stage.POOL));
    stage.pods().forEach(pod -> awaitGone(stage.cluster.client.resource(pod)));
    assertEquals(List.of(), stage.pods());
  }

  private static void image(String name, String uri) {
    stage.function(name, "code: {image: {uri: '" + uri + "', entryPoint: [/x]}}");
  }
}
