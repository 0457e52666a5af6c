package dev.hearth.operator.cluster;

import static dev.hearth.operator.cluster.TestCluster.await;
import static dev.hearth.operator.cluster.TestCluster.awaitGone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.Account;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionStatus.State;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.Demand.PoolDemand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The built operator on a real cluster; the gateway is a fake, each test goes on from the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorIT {
  private static final String SYSTEM = "hearth-operator-it";
  private static final String SHOP = "hearth-operator-it-shop";
  private static final String RUNTIME = "operatorit1.x";
  private static final String POOL = "operatorit1-x-x86-64-128";

  private static TestCluster cluster;
  private static FakeGateway gateway;
  private static OperatorProcess operator;

  @BeforeAll
  static void install() throws Exception {
    String image = TestCluster.property("e2e.runtimeImage");
    TestCluster.property("e2e.shimImage");
    cluster = TestCluster.orSkip();
    cluster.client.namespaces().withName(SHOP).delete();
    cluster.client.namespaces().withName(SYSTEM).delete();
    awaitGone(cluster.client.namespaces().withName(SHOP));
    awaitGone(cluster.client.namespaces().withName(SYSTEM));
    cluster.namespace(SYSTEM);
    cluster.namespace(SHOP);
    apply(
        FunctionRuntime.class,
        "metadata: {name: %s}\nspec: {image: '%s', command: [/bootstrap]}"
            .formatted(RUNTIME, image));
    gateway = new FakeGateway(cluster.here(), () -> cluster.publicKey(SYSTEM));
    announce();
    operator = start();
  }

  private static OperatorProcess start() throws IOException {
    return OperatorProcess.start(
        Map.of(
            "KUBECONFIG",
            cluster.kubeconfig,
            "HEARTH_NAMESPACE",
            SYSTEM,
            "HEARTH_SANDBOX_SHIM_IMAGE",
            TestCluster.property("e2e.shimImage")));
  }

  @AfterAll
  static void uninstall() throws InterruptedException {
    if (operator != null) {
      operator.stop();
    }
    if (cluster != null) {
      cluster.client.namespaces().withName(SHOP).delete();
      cluster.client.namespaces().withName(SYSTEM).delete();
      cluster.client.resources(FunctionRuntime.class).withName(RUNTIME).delete();
      cluster.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  @Order(1)
  void a_function_becomes_code_in_the_gateway_and_a_pool_with_a_spare() {
    apply(Account.class, "metadata: {name: default, namespace: %s}\nspec: {}".formatted(SHOP));
    applyFunction("hello", "runtime: %s\n  handler: a.b\n  code: {inline: {a.py: 'x'}}");
    Function function = await(function("hello"), f -> state(f) == State.Active);
    assertEquals(POOL, function.getStatus().pool());
    assertTrue(gateway.artifacts.contains(function.getStatus().code().sha256()));
    await(pool(), p -> p.getStatus() != null && p.getStatus().ready() == 1);
    await(
        cluster.client.resources(Account.class).inNamespace(SHOP).withName("default"),
        a -> a.getStatus() != null && a.getStatus().totalCodeSize() > 0);
  }

  @Test
  @Order(2)
  void waiting_invocations_get_sandboxes_beyond_the_spare() {
    gateway.want(List.of(new PoolDemand(SHOP, POOL, 3)), List.of(), List.of());
    await(pool(), p -> p.getStatus().ready() == 4);
  }

  @Test
  @Order(3)
  void what_the_gateway_claims_is_no_spare_any_more() {
    List<String> claimed = pods().limit(4).map(p -> p.getMetadata().getUid()).toList();
    gateway.want(List.of(), claimed, List.of());
    await(pool(), p -> p.getStatus().claimed() == 4 && p.getStatus().ready() == 1);
  }

  @Test
  @Order(4)
  void a_spare_that_is_deleted_is_replaced() {
    List<String> claimed = pods().map(p -> p.getMetadata().getUid()).toList();
    gateway.want(List.of(), claimed.subList(0, 0), List.of());
    Pod victim = pods().findFirst().orElseThrow();
    Resource<Pod> pod = cluster.client.resource(victim);
    pod.delete();
    awaitGone(pod);
    await(pool(), p -> p.getStatus().ready() >= 1 && p.getStatus().claimed() == 0);
  }

  @Test
  @Order(5)
  void code_that_gateways_have_lost_is_brought_again() throws InterruptedException {
    String sha256 = function("hello").get().getStatus().code().sha256();
    gateway.artifacts.clear();
    gateway.requests.clear();
    gateway.want(List.of(), List.of(), List.of(new MissingArtifact(SHOP, "hello", sha256)));
    for (int i = 0; i < 300 && !gateway.artifacts.contains(sha256); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertTrue(gateway.artifacts.contains(sha256), () -> String.valueOf(gateway.requests));
  }

  @Test
  @Order(6)
  void what_is_wrong_with_a_function_stands_in_its_status() {
    applyFunction("norun", "runtime: cobol\n  handler: a.b\n  code: {inline: {a: b}}");
    applyFunction("nomap", "runtime: %s\n  handler: a.b\n  code: {configMap: {name: none}}");
    applyFunction("noimg", "code: {image: {uri: 'localhost/none:1', entryPoint: [/x]}}");
    assertEquals("InvalidRuntime", failed("norun"));
    assertEquals("InvalidConfiguration", failed("nomap"));
    assertEquals("ImageAccessDenied", failed("noimg"));
  }

  @Test
  @Order(7)
  void a_restart_with_nothing_changed_writes_nothing() throws Exception {
    cluster.client.resources(Function.class).inNamespace(SHOP).withName("nomap").delete();
    cluster.client.resources(Function.class).inNamespace(SHOP).withName("noimg").delete();
    await(pool(), p -> p.getStatus().ready() == 1 && p.getStatus().claimed() == 0);
    pods()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
        .forEach(pod -> awaitGone(cluster.client.resource(pod)));
    assertTrue(operator.stop(), "it ends by itself when asked to");
    Map<String, String> before = versions();
    gateway.requests.clear();
    operator = start();
    while (!gateway.requests.contains("GET /internal/demand")) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    applyFunction("later", "runtime: %s\n  handler: a.b\n  code: {inline: {a.py: 'x'}}");
    await(function("later"), f -> state(f) == State.Active);
    Map<String, String> after = versions();
    after.keySet().removeIf(key -> key.endsWith("/later"));
    before.keySet().removeIf(key -> key.startsWith("Account"));
    after.keySet().removeIf(key -> key.startsWith("Account"));
    assertEquals(before, after);
  }

  @Test
  @Order(8)
  void deleting_the_functions_leaves_nothing_behind() {
    cluster.client.resources(Function.class).inNamespace(SHOP).delete();
    awaitGone(pool());
    pods().forEach(pod -> awaitGone(cluster.client.resource(pod)));
    assertEquals(0, pods().count());
  }

  private static Map<String, String> versions() {
    var versions = new TreeMap<String, String>();
    Stream.of(Function.class, SandboxPool.class, Account.class, Pod.class)
        .flatMap(
            kind -> cluster.client.resources(kind).inNamespace(SHOP).list().getItems().stream())
        .map(HasMetadata.class::cast)
        .forEach(
            one ->
                versions.put(
                    one.getKind() + "/" + one.getMetadata().getName(),
                    one.getMetadata().getResourceVersion()));
    return versions;
  }

  private static String failed(String name) {
    return await(function(name), f -> state(f) == State.Failed).getStatus().stateReasonCode();
  }

  private static State state(Function function) {
    return function.getStatus() == null ? null : function.getStatus().state();
  }

  private static Resource<Function> function(String name) {
    return cluster.client.resources(Function.class).inNamespace(SHOP).withName(name);
  }

  private static Resource<SandboxPool> pool() {
    return cluster.client.resources(SandboxPool.class).inNamespace(SHOP).withName(POOL);
  }

  private static Stream<Pod> pods() {
    return cluster
        .client
        .pods()
        .inNamespace(SHOP)
        .withLabel("hearth.dev/pool", POOL)
        .list()
        .getItems()
        .stream();
  }

  private static void applyFunction(String name, String spec) {
    String yaml = "metadata: {name: %s, namespace: %s}\nspec:\n  ".formatted(name, SHOP);
    apply(Function.class, yaml + spec.replace("%s", RUNTIME));
  }

  private static <T extends HasMetadata> void apply(Class<T> kind, String yaml) {
    cluster.client.resource(Serialization.unmarshal(yaml, kind)).create();
  }

  private static void announce() throws IOException {
    cluster
        .client
        .resource(
            new EndpointSliceBuilder()
                .withNewMetadata()
                .withName("hearth-gateway-fake")
                .withNamespace(SYSTEM)
                .addToLabels("kubernetes.io/service-name", "hearth-gateway")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("internal")
                .withPort(gateway.port())
                .endPort()
                .addNewEndpoint()
                .withAddresses(cluster.here().getHostAddress())
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .build())
        .create();
  }
}
