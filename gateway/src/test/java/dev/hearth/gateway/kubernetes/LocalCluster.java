package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionRuntime;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.InternalApi;
import dev.hearth.crds.Labels;
import dev.hearth.gateway.GatewayKeys;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A namespace with a gateway, pods that are local processes, and this class as the operator. */
final class LocalCluster implements AutoCloseable {
  static final String POOL = "test1-x-x86-64-128";

  private static final String RUNTIME = "gatewayit1.x";
  private static final String BOOTSTRAP =
      """
      #!/usr/bin/env python3
      import os, http.client, json, time
      host = os.environ["AWS_LAMBDA_RUNTIME_API"]
      api = http.client.HTTPConnection(host)
      root = "/2018-06-01/runtime/invocation/"
      while True:
        api.request("GET", root + "next")
        event = api.getresponse()
        id = event.headers["Lambda-Runtime-Aws-Request-Id"]
        body = json.loads(event.read())
        if "sleep" in body:
          time.sleep(body["sleep"])
        body["pid"] = os.getpid()
        body["stage"] = os.environ.get("STAGE", "")
        body["secret"] = os.environ.get("SECRET", "")
        api.request("POST", root + id + "/response", json.dumps(body))
        api.getresponse().read()
      """;

  final String namespace = "gateway-it-" + UUID.randomUUID().toString().substring(0, 8);
  final KubernetesClient client;
  final LocalKubelet kubelet;
  final GatewayKeys keys = GatewayKeys.generate();
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ApiServer api;
  private final Path folder;

  LocalCluster(ApiServer api, Path folder) {
    this.api = api;
    this.folder = folder;
    client = api.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    runtime("");
    kubelet = new LocalKubelet(client, namespace, folder);
  }

  /** Declares the runtime of this cluster's functions. */
  void runtime(String more) {
    String yaml =
        "metadata: {name: %s}\nspec: {image: none, command: ['${taskRoot}/bootstrap']%s}"
            .formatted(RUNTIME, more);
    client.resource(Serialization.unmarshal(yaml, FunctionRuntime.class)).serverSideApply();
  }

  /** A gateway of its own process's kind, started. */
  KubernetesGateway gateway(KubernetesClient through) throws Exception {
    var config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withMapping(KubernetesConfig.class)
            .withDefaultValue("hearth.gateway.namespace", namespace)
            .withDefaultValue("hearth.gateway.default-namespace", namespace)
            .withDefaultValue("hearth.gateway.artifacts", folder.resolve("artifacts").toString())
            .withDefaultValue("hearth.gateway.close-notice", "0s")
            .withDefaultValue("hearth.gateway.close-grace", "5s")
            .build()
            .getConfigMapping(KubernetesConfig.class);
    var gateway =
        new KubernetesGateway(
            config, through, keys, new KubernetesGateway.Listening("127.0.0.1", 0, 0, 0));
    gateway.start();
    return gateway;
  }

  KubernetesGateway gateway() throws Exception {
    return gateway(api.client());
  }

  /** Declares a function as its user does; the operator has yet to see it. */
  Function apply(String name, String more) {
    String yaml =
        "metadata: {name: %s, namespace: %s}\nspec: {runtime: %s, handler: x, code: {inline: {a: b}}%s}"
            .formatted(name, namespace, RUNTIME, more);
    return client.resource(Serialization.unmarshal(yaml, Function.class)).serverSideApply();
  }

  /** Brings a function's code and says that it is active, as the operator does. */
  void activate(KubernetesGateway gateway, Function function) throws Exception {
    byte[] zip = zip();
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zip));
    HttpResponse<String> put = internal(gateway, "PUT", InternalApi.ARTIFACTS + sha256, "", zip);
    if (put.statusCode() / 100 != 2) {
      throw new IOException("the gateway refuses code with " + put.statusCode());
    }
    state(
        function, FunctionStatus.State.Active, new FunctionStatus.Code(sha256, (long) zip.length));
  }

  /** Says what the operator says. */
  void state(Function function, FunctionStatus.State state, FunctionStatus.Code code) {
    var patch = new Function();
    patch.setMetadata(
        function.getMetadata().edit().withManagedFields().withResourceVersion(null).build());
    patch.setSpec(function.getSpec());
    patch.setStatus(
        new FunctionStatus(
            function.getMetadata().getGeneration(),
            List.of(),
            state,
            null,
            null,
            FunctionStatus.LastUpdateStatus.Successful,
            null,
            null,
            code,
            null,
            POOL,
            null,
            null));
    client.resource(patch).patchStatus();
  }

  /** Makes a spare as the operator does. */
  Pod spare() {
    Pod pod = sparePod();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        return client.resource(pod).create();
      } catch (KubernetesClientException e) {
        // A namespace takes pods only once a controller has given it its service account.
        boolean early = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
        if (!early || System.nanoTime() - end > 0) {
          throw e;
        }
      }
    }
  }

  private Pod sparePod() {
    var key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("sandbox-")
        .withNamespace(namespace)
        .addToLabels(Labels.POOL, POOL)
        .addToLabels(Labels.STATE, Labels.SPARE)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .addToNodeSelector("kubernetes.io/arch", "none")
        .addNewContainer()
        .withName("runtime")
        .withImage("none")
        .addNewEnv()
        .withName("HEARTH_IDENTITY_KEY")
        .withValue(Base64.getEncoder().encodeToString(key))
        .endEnv()
        .addNewEnv()
        .withName("HEARTH_GATEWAY_KEYS")
        .withValue(keys.publicKeyBase64())
        .endEnv()
        .endContainer()
        .endSpec()
        .build();
  }

  List<Pod> pods() {
    return client.pods().inNamespace(namespace).withLabel(Labels.POOL).list().getItems();
  }

  /** Waits until the pods are like this. */
  List<Pod> awaitPods(Predicate<List<Pod>> are) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    List<Pod> pods = pods();
    while (!are.test(pods)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("in vain, with " + pods.size() + " pods");
      }
      TimeUnit.MILLISECONDS.sleep(50);
      pods = pods();
    }
    return pods;
  }

  /** Makes a Secret. */
  void secret(String name, Map<String, String> values) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(values)
                .build())
        .create();
  }

  HttpRequest invocation(KubernetesGateway gateway, String function, String event) {
    String path = "/2015-03-31/functions/" + function + "/invocations";
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.server().port() + path))
        .timeout(Duration.ofSeconds(60))
        .POST(BodyPublishers.ofString(event))
        .build();
  }

  HttpResponse<String> invoke(KubernetesGateway gateway, String function, String event)
      throws IOException, InterruptedException {
    return http.send(invocation(gateway, function, event), BodyHandlers.ofString());
  }

  /** A request of the operator's. */
  HttpResponse<String> internal(
      KubernetesGateway gateway, String method, String path, String query, byte[] body)
      throws IOException, InterruptedException {
    long expires = System.currentTimeMillis() + 60_000;
    byte[] signature = keys.sign(InternalApi.message(method, path, expires));
    URI uri = URI.create("http://127.0.0.1:" + gateway.internalPort() + path + query);
    return http.send(
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.ofByteArray(body))
            .header(InternalApi.EXPIRES, Long.toString(expires))
            .header(InternalApi.SIGNATURE, Base64.getEncoder().encodeToString(signature))
            .build(),
        BodyHandlers.ofString());
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> demand(KubernetesGateway gateway, long after)
      throws IOException, InterruptedException {
    String query = "?after=" + after + "&waitMs=10000";
    return Serialization.unmarshal(
        internal(gateway, "GET", InternalApi.DEMAND, query, new byte[0]).body(), Map.class);
  }

  static byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      var entry = new ZipEntry("bootstrap");
      zip.putNextEntry(entry);
      zip.write(BOOTSTRAP.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    client.resources(Function.class).inNamespace(namespace).delete();
    client.pods().inNamespace(namespace).withGracePeriod(0).delete();
    kubelet.close();
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
