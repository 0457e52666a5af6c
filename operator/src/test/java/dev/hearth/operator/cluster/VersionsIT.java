package dev.hearth.operator.cluster;

import static dev.hearth.operator.cluster.TestCluster.await;
import static dev.hearth.operator.cluster.TestCluster.awaitGone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.FunctionStatus.LastUpdateStatus;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionSpec;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.Demand.Provisioned;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Versions and aliases of the built operator on a real API server; each test goes on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VersionsIT {
  private static final AliasStatus.Served TO_1 = new AliasStatus.Served("1", null);
  private static final String CODE = "runtime: %s, handler: a.b, code: {inline: {a.py: 'one'}}";

  private static Stage stage;
  private static OperatorProcess operator;

  @BeforeAll
  static void install() throws Exception {
    stage = new Stage("versions-it");
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
  void a_version_waits_for_its_function_and_an_alias_for_its_version() {
    alias("live", "1");
    version("first");
    assertEquals("ResourceNotFoundException", awaitReady(find("first"), "False"));
    await(aliases("live"), a -> a.getStatus() != null);
    stage.function("hello", CODE);
    assertEquals(1, awaitNumber("first"));
    PublishedVersion first = find("first").get();
    assertEquals(Stage.POOL, first.getStatus().pool());
    assertEquals("a.b", first.getSpec().published().function().handler());
    await(aliases("live"), a -> Conditions.holds(a.getStatus().conditions(), "Ready"));
  }

  @Test
  @Order(2)
  void nothing_is_published_twice_and_no_number_is_given_twice() {
    version("again");
    assertEquals(1, awaitNumber("again"));
    assertEquals("Unchanged", awaitReady(find("again"), "True"));
    change("handler: a.c");
    version("second");
    assertEquals(2, awaitNumber("second"));
    find("second").delete();
    awaitGone(find("second"));
    version("third");
    assertEquals(3, awaitNumber("third"));
  }

  @Test
  @Order(3)
  void of_many_that_are_made_at_once_one_publishes() {
    change("handler: a.d");
    List<String> names = IntStream.range(0, 10).mapToObj(i -> "many-" + i).toList();
    names.forEach(VersionsIT::version);
    Set<Integer> numbers = names.stream().map(VersionsIT::awaitNumber).collect(Collectors.toSet());
    assertEquals(Set.of(4), numbers);
    long published =
        names.stream().filter(n -> find(n).get().getSpec().published() != null).count();
    assertEquals(1, published);
  }

  @Test
  @Order(4)
  void what_is_published_never_changes() {
    PublishedVersion first = find("first").get();
    change("handler: a.e, memorySize: 256");
    assertEquals("a.b", find("first").get().getSpec().published().function().handler());
    first.getMetadata().setManagedFields(null);
    first.getMetadata().setResourceVersion(null);
    var other = new PublishedVersionSpec("hello", null, null, null);
    first.setSpec(other);
    assertThrows(
        KubernetesClientException.class, () -> stage.cluster.client.resource(first).update());
  }

  @Test
  @Order(5)
  void the_pool_of_a_version_stays_though_its_function_has_left_it() {
    stage.function("brief", CODE.replace("handler: a.b", "handler: a.b, memorySize: 512"));
    String left = stage.awaitActive("brief").getStatus().pool();
    stage.find("brief").delete();
    awaitGone(stage.pool(left));
    assertTrue(stage.pools().anyMatch(Stage.POOL::equals));
  }

  @Test
  @Order(6)
  void code_of_a_version_that_gateways_have_lost_is_brought_again() throws InterruptedException {
    String sha256 = find("first").get().getSpec().published().code().sha256();
    stage.gateway.artifacts.clear();
    stage.gateway.want(
        List.of(), List.of(), List.of(new MissingArtifact(stage.shop, "hello", sha256)));
    stage.gateway.await(() -> stage.gateway.artifacts.contains(sha256));
    stage.gateway.want(List.of(), List.of(), List.of());
  }

  @Test
  @Order(7)
  void a_version_that_names_the_digest_of_anothers_code_is_not_served() {
    String sha256 = find("first").get().getSpec().published().code().sha256();
    stage.apply(
        PublishedVersion.class,
        """
        metadata: {name: stolen, namespace: %s}
        spec:
          functionName: hello
          published:
            version: 77
            function: {runtime: %s, handler: a.b, code: {inline: {a: other}}}
            code: {sha256: %s, size: 1}
        """
            .formatted(stage.shop, Stage.RUNTIME, sha256));
    assertEquals("CodeChanged", awaitReady(find("stolen"), "False"));
    assertEquals(null, find("stolen").get().getStatus().pool());
  }

  @Test
  @Order(8)
  void what_became_of_a_wish_for_sandboxes_stands_where_it_was_wished() {
    stage.apply(
        Alias.class,
        "metadata: {name: live, namespace: %s}\nspec: {functionName: hello, name: live, functionVersion: '1', provisionedConcurrency: {executions: 3}}"
            .formatted(stage.shop));
    await(aliases("live"), a -> a.getStatus().provisionedConcurrency() != null);
    stage.gateway.keep(new Provisioned(stage.shop, "hello", "live", "live", 3, 3, 2, "soon", TO_1));
    await(aliases("live"), a -> a.getStatus().provisionedConcurrency().available() == 2);
    Scale scale = aliases("live").scale();
    assertEquals(3, scale.getSpec().getReplicas());
    assertEquals(2, scale.getStatus().getReplicas());
    aliases("live").scale(4);
    await(aliases("live"), a -> a.getSpec().provisionedConcurrency().executions() == 4);
    stage.gateway.keep(new Provisioned(stage.shop, "hello", "live", "live", 4, 4, 4, "", TO_1));
    await(aliases("live"), a -> Conditions.holds(a.getStatus().conditions(), "ProvisionedReady"));
    assertEquals(TO_1, aliases("live").get().getStatus().served());
  }

  @Test
  @Order(9)
  void the_pool_of_an_image_stays_with_its_version_and_goes_with_it() {
    String first = image("localhost/app:1");
    version("app-one", "app");
    assertEquals(1, awaitNumber("app-one"));
    String second = image("localhost/app:2");
    image("localhost/app:3");
    awaitGone(stage.pool(second));
    assertTrue(stage.pools().anyMatch(first::equals));
    find("app-one").delete();
    awaitGone(stage.pool(first));
    stage.find("app").delete();
    awaitGone(stage.find("app"));
  }

  /** Gives a function this image; answers the pool that it has then. */
  private static String image(String uri) {
    stage.function("app", "code: {image: {uri: '" + uri + "', entryPoint: [/x]}}");
    return await(
            stage.find("app"),
            f ->
                f.getStatus() != null
                    && f.getMetadata().getGeneration().equals(f.getStatus().observedGeneration())
                    && f.getStatus().lastUpdateStatus() == LastUpdateStatus.Successful)
        .getStatus()
        .pool();
  }

  @Test
  @Order(10)
  void a_restart_with_nothing_changed_writes_nothing() throws Exception {
    find("stolen").delete();
    awaitGone(find("stolen"));
    assertTrue(operator.stop(), "it ends by itself when asked to");
    Map<String, String> before = stage.versions();
    operator = stage.operator(Map.of());
    stage.function("later");
    stage.awaitActive("later");
    version("after", "later");
    awaitNumber("after");
    Map<String, String> after = stage.versions();
    after.remove("Function/later");
    after.remove("FunctionVersion/after");
    assertEquals(before, after);
  }

  @Test
  @Order(11)
  void versions_and_aliases_go_with_their_function() {
    stage.find("hello").delete();
    awaitGone(find("first"));
    awaitGone(find("third"));
    awaitGone(aliases("live"));
    stage.function("hello", CODE);
    version("reborn");
    assertEquals(1, awaitNumber("reborn"));
  }

  private static void version(String name) {
    version(name, "hello");
  }

  private static void version(String name, String function) {
    stage.apply(
        PublishedVersion.class,
        "metadata: {name: %s, namespace: %s}\nspec: {functionName: %s}"
            .formatted(name, stage.shop, function));
  }

  private static void alias(String name, String version) {
    stage.apply(
        Alias.class,
        "metadata: {name: %s, namespace: %s}\nspec: {functionName: hello, name: %s, functionVersion: '%s'}"
            .formatted(name, stage.shop, name, version));
  }

  /** Changes the function and awaits that the change is carried out. */
  private static void change(String handler) {
    stage.function("hello", CODE.replace("handler: a.b", handler));
    await(
        stage.find("hello"),
        f -> f.getMetadata().getGeneration().equals(f.getStatus().observedGeneration()));
  }

  private static Resource<PublishedVersion> find(String name) {
    return stage
        .cluster
        .client
        .resources(PublishedVersion.class)
        .inNamespace(stage.shop)
        .withName(name);
  }

  private static Resource<Alias> aliases(String name) {
    return stage.cluster.client.resources(Alias.class).inNamespace(stage.shop).withName(name);
  }

  private static int awaitNumber(String name) {
    return await(find(name), v -> v.getStatus() != null && v.getStatus().version() != null)
        .getStatus()
        .version();
  }

  /** Awaits that a version is ready or not; answers the reason. */
  private static String awaitReady(Resource<PublishedVersion> version, String status) {
    PublishedVersion found =
        await(
            version,
            v ->
                v.getStatus() != null
                    && Conditions.find(v.getStatus().conditions(), "Ready")
                        .filter(c -> c.getStatus().equals(status))
                        .isPresent());
    return Conditions.find(found.getStatus().conditions(), "Ready").orElseThrow().getReason();
  }
}
