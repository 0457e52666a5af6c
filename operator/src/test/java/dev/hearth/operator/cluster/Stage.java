package dev.hearth.operator.cluster;

import static dev.hearth.operator.cluster.TestCluster.await;

import dev.hearth.crds.Account;
import dev.hearth.crds.Alias;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionStatus.State;
import dev.hearth.crds.Labels;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.SandboxPool;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A real API server with all around the operator played by hand: a gateway, and the kubelet of pods
 * that no node takes, since their architecture is the one this machine has not.
 */
final class Stage {
  static final String RUNTIME = "operatorit1.x";

  /** Pool of functions that say no more than their runtime. */
  static final String POOL = "operatorit1-x-" + Elsewhere.LABEL + "-128";

  private final String system;
  private final List<OperatorProcess> operators = new ArrayList<>();

  final TestCluster cluster;
  final FakeGateway gateway;
  final FakeKubelet kubelet;

  /** Namespace of the functions. */
  final String shop;

  /**
   * @param name tells the namespaces of one test class from another's
   */
  Stage(String name) throws IOException {
    system = "hearth-" + name;
    shop = system + "-shop";
    cluster = TestCluster.orSkip();
    cluster.freshNamespace(shop);
    cluster.freshNamespace(system);
    gateway = new FakeGateway(cluster.here(), () -> cluster.publicKey(system));
    kubelet = new FakeKubelet(cluster.client, shop);
    apply(
        FunctionRuntime.class,
        "metadata: {name: %s}\nspec: {image: 'localhost/runtime:1', command: [/x], architectures: [%s]}"
            .formatted(RUNTIME, Elsewhere.NAME));
    announce();
  }

  /** Starts one more operator. */
  OperatorProcess operator(Map<String, String> settings) throws IOException {
    return operator(settings, cluster.kubeconfig);
  }

  /** Starts one more operator, which finds the API server by this kubeconfig. */
  OperatorProcess operator(Map<String, String> settings, String kubeconfig) throws IOException {
    var environment = new HashMap<>(settings);
    environment.putIfAbsent("HEARTH_POOL_REFILL", "0s");
    environment.put("KUBECONFIG", kubeconfig);
    environment.put("HEARTH_NAMESPACE", system);
    environment.put("HEARTH_SANDBOX_SHIM_IMAGE", "localhost/shim:1");
    OperatorProcess operator = OperatorProcess.start(environment);
    operators.add(operator);
    return operator;
  }

  /**
   * Makes a Function; each {@code %s} in its spec is the runtime.
   *
   * @param spec flow YAML without braces
   */
  void function(String name, String spec) {
    apply(
        Function.class,
        "metadata: {name: %s, namespace: %s}\nspec: {architectures: [%s], %s}"
            .formatted(name, shop, Elsewhere.NAME, spec.replace("%s", RUNTIME)));
  }

  /** Makes a Function of a line of code. */
  void function(String name) {
    function(name, "runtime: %s, handler: a.b, code: {inline: {a.py: '" + name + "'}}");
  }

  Resource<Function> find(String function) {
    return cluster.client.resources(Function.class).inNamespace(shop).withName(function);
  }

  Function awaitActive(String function) {
    return await(find(function), f -> state(f) == State.Active);
  }

  /** Awaits that a function has failed; answers why. */
  String awaitFailed(String function) {
    return await(find(function), f -> state(f) == State.Failed).getStatus().stateReasonCode();
  }

  Resource<SandboxPool> pool(String name) {
    return cluster.client.resources(SandboxPool.class).inNamespace(shop).withName(name);
  }

  /** The names of all pools. */
  Stream<String> pools() {
    return cluster.client.resources(SandboxPool.class).inNamespace(shop).list().getItems().stream()
        .map(pool -> pool.getMetadata().getName());
  }

  /** Awaits a pool whose status has these numbers. */
  SandboxPool awaitPool(int ready, int claimed) {
    return await(
        pool(POOL),
        p ->
            p.getStatus() != null
                && p.getStatus().ready() == ready
                && p.getStatus().claimed() == claimed);
  }

  /** The sandboxes of the usual pool. */
  List<Pod> pods() {
    return cluster.client.pods().inNamespace(shop).withLabel(Labels.POOL, POOL).list().getItems();
  }

  /** Awaits that the usual pool has so many sandboxes and that all run; answers them. */
  List<Pod> awaitPods(int count) throws InterruptedException, ExecutionException, TimeoutException {
    return cluster
        .client
        .pods()
        .inNamespace(shop)
        .withLabel(Labels.POOL, POOL)
        .informOnCondition(pods -> pods.size() == count && pods.stream().allMatch(Stage::runs))
        .get(TestCluster.PATIENCE_S, TimeUnit.SECONDS);
  }

  private static boolean runs(Pod pod) {
    return pod.getStatus().getPhase().equals("Running")
        && pod.getStatus().getConditions().stream().allMatch(c -> c.getStatus().equals("True"));
  }

  /** The version of everything that an operator may write, by kind and name. */
  Map<String, String> versions() {
    var versions = new TreeMap<String, String>();
    Stream.of(
            Function.class,
            PublishedVersion.class,
            Alias.class,
            SandboxPool.class,
            Account.class,
            Pod.class)
        .flatMap(
            kind -> cluster.client.resources(kind).inNamespace(shop).list().getItems().stream())
        .map(HasMetadata.class::cast)
        .forEach(
            one ->
                versions.put(
                    one.getKind() + "/" + one.getMetadata().getName(),
                    one.getMetadata().getResourceVersion()));
    return versions;
  }

  <T extends HasMetadata> void apply(Class<T> kind, String yaml) {
    cluster.client.resource(Serialization.unmarshal(yaml, kind)).forceConflicts().serverSideApply();
  }

  private static State state(Function function) {
    return function.getStatus() == null ? null : function.getStatus().state();
  }

  private void announce() throws IOException {
    cluster
        .client
        .resource(
            new EndpointSliceBuilder()
                .withNewMetadata()
                .withName("hearth-gateway-fake")
                .withNamespace(system)
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

  void stopOperators() throws InterruptedException {
    for (OperatorProcess operator : operators) {
      operator.stop();
    }
    operators.clear();
  }

  /** Ends what was started here and takes it away. */
  void end() throws InterruptedException {
    stopOperators();
    kubelet.close();
    cluster.client.namespaces().withName(shop).delete();
    cluster.client.namespaces().withName(system).delete();
    cluster.client.resources(FunctionRuntime.class).withName(RUNTIME).delete();
    cluster.close();
    gateway.close();
  }
}
