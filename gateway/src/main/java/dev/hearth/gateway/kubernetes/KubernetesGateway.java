package dev.hearth.gateway.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.crds.GatewayKeysSecret;
import dev.hearth.crds.Ports;
import dev.hearth.gateway.GatewayConfig;
import dev.hearth.gateway.GatewayKeys;
import dev.hearth.gateway.GatewayServer;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.http.RequestLimits;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.sandbox.SandboxLimits;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The gateway on Kubernetes from its start to its end: everything is wired here, by hand. */
public final class KubernetesGateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KubernetesGateway.class.getName());
  private static final Duration LABELS_EVERY = Duration.ofSeconds(1);
  private static final Duration KEYS_EVERY = Duration.ofSeconds(1);
  private static final Duration WATCH_LAG = Duration.ofSeconds(2);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration API_ANSWER = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** How long a gateway that starts waits for what the one before it has left. */
  private static final Duration READOPTION = Duration.ofSeconds(5);

  private final KubernetesConfig config;
  private final KubernetesClient kubernetes;
  private final GatewayServer server;
  private final PodSandboxes sandboxes;
  private final PodWrites writes;
  private final FunctionWatch functions;
  private final PublicationWatch publications;
  private final PodWatch pods;
  private final InternalServer internal;
  private final ArtifactSweeper sweeper;
  private final Observer observer;

  /**
   * Where it listens.
   *
   * @param host of every port
   */
  record Listening(String host, int api, int management, int internal) {
    static final Listening ALL =
        new Listening("0.0.0.0", Ports.GATEWAY, Ports.GATEWAY_MANAGEMENT, Ports.GATEWAY_INTERNAL);
  }

  KubernetesGateway(
      KubernetesConfig config, KubernetesClient kubernetes, GatewayKeys keys, Listening listening)
      throws IOException {
    this.config = config;
    this.kubernetes = kubernetes;
    var catalogue = new Catalogue(WATCH_LAG, new Declarations(kubernetes));
    var behind =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("loose-zips").factory());
    var artifacts = new ArtifactStore(config.artifacts(), behind);
    var demand = new Demand(Demand.CALM);
    var proof = new InternalProof(keys, Clock.systemUTC());
    String pod = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("");
    var self = new Peers.Self(config.namespace(), config.service(), pod);
    var missing =
        new MissingCode(
            artifacts, new Peers(kubernetes, self, artifacts, proof), demand, MissingCode.MAX_WAIT);
    var supplies = new FunctionSupplies(missing, new VariableValues(kubernetes));
    writes = new PodWrites(kubernetes, LABELS_EVERY);
    var failures = new InitFailures();
    sandboxes = new PodSandboxes(supplies, writes, demand, failures, START, Ownership.ALONE);
    server = new GatewayServer(gateway(config, listening), catalogue, artifacts, sandboxes, keys);
    var greeter = new Greeter((VertxInternal) server.vertx(), server.shims(), System::nanoTime);
    sandboxes.begin(server.vertx(), greeter, new Adoption(catalogue, server.sandboxes()));
    functions = new FunctionWatch(kubernetes, catalogue);
    observer =
        new Observer(
            server.vertx(), failures, catalogue, server.permits(), server.provisioner(), demand);
    publications = new PublicationWatch(kubernetes, catalogue);
    sweeper = new ArtifactSweeper(artifacts, catalogue, Clock.systemUTC());
    pods = new PodWatch(kubernetes, sandboxes);
    internal =
        new InternalServer(
            new InetSocketAddress(listening.host(), listening.internal()),
            proof,
            artifacts,
            missing,
            demand);
  }

  /** Serves once it knows every function and every sandbox of this moment. */
  void start() throws InterruptedException {
    await(server.startManagement(), CONNECT);
    functions.start();
    publications.start();
    pods.start();
    sandboxes.awaitGreeted(READOPTION);
    internal.start();
    sweeper.start();
    observer.start();
    await(server.start(), CONNECT);
    LOG.log(System.Logger.Level.INFO, "serving on port {0}", Integer.toString(server.port()));
  }

  /** Ends in order; sandboxes live on for the gateway after this one. */
  @Override
  public void close() {
    server.announceEnd();
    try {
      Thread.sleep(config.closeNotice());
      await(server.drain(), config.closeGrace().plus(CONNECT));
      sandboxes.letGo();
      await(server.close(), CONNECT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sweeper.close();
      internal.close();
      pods.close();
      publications.close();
      functions.close();
      writes.close();
      kubernetes.close();
    }
  }

  GatewayServer server() {
    return server;
  }

  int internalPort() {
    return internal.port();
  }

  private static GatewayConfig gateway(KubernetesConfig config, Listening listening) {
    SandboxLimits usual = SandboxLimits.defaults();
    var limits =
        new SandboxLimits(
            config.maxSandboxes(),
            config.maxSandboxesPerFunction(),
            usual.maxWaiters(),
            config.keepAlive(),
            usual.claimWait(),
            START,
            usual.answerGrace(),
            CONNECT,
            usual.firstBackoff(),
            usual.maxBackoff());
    return new GatewayConfig(
        listening.host(),
        listening.api(),
        listening.management(),
        new Accounts(config.accountId(), config.defaultNamespace(), config.namespaces()),
        config.region(),
        Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
        limits,
        RequestLimits.defaults().withCloseGrace(config.closeGrace()));
  }

  /** The key pair that the operator makes; waits until it has. */
  static GatewayKeys keys(KubernetesClient kubernetes, String namespace)
      throws InterruptedException {
    boolean said = false;
    while (true) {
      Secret secret = keysSecret(kubernetes, namespace);
      if (secret != null) {
        return GatewayKeys.of(
            text(secret, GatewayKeysSecret.PRIVATE_KEY),
            text(secret, GatewayKeysSecret.PUBLIC_KEY));
      }
      if (!said) {
        LOG.log(System.Logger.Level.INFO, "waiting for Secret {0}", GatewayKeysSecret.NAME);
        said = true;
      }
      Thread.sleep(KEYS_EVERY);
    }
  }

  private static Secret keysSecret(KubernetesClient kubernetes, String namespace) {
    try {
      return kubernetes.secrets().inNamespace(namespace).withName(GatewayKeysSecret.NAME).get();
    } catch (KubernetesClientException e) {
      LOG.log(System.Logger.Level.WARNING, "the API server does not answer: {0}", e.getMessage());
      return null;
    }
  }

  private static String text(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.US_ASCII);
  }

  private static <T> void await(Future<T> future, Duration limit) throws InterruptedException {
    try {
      future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the gateway cannot start or end: " + e, e);
    }
  }

  /** Reads the configuration from {@code HEARTH_GATEWAY_*} and serves until it is asked to stop. */
  public static void main(String[] args) throws Exception {
    KubernetesConfig config = config();
    if (!config.authMode().equals(Optional.of("none"))) {
      System.err.println(
          "HEARTH_GATEWAY_AUTH_MODE must be none: callers cannot be told apart yet, and whoever"
              + " reaches the gateway may invoke every function. Say so to go on.");
      System.exit(1);
    }
    KubernetesClient kubernetes = client();
    GatewayKeys keys = keys(kubernetes, config.namespace());
    var gateway = new KubernetesGateway(config, kubernetes, keys, Listening.ALL);
    gateway.start();
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "end"));
    Thread.currentThread().join();
  }

  /** Invocations wait for some answers of the API server, so it is not asked for long. */
  private static KubernetesClient client() {
    var config =
        new ConfigBuilder(Config.autoConfigure(null))
            .withRequestTimeout((int) API_ANSWER.toMillis())
            .withRequestRetryBackoffLimit(1)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization())
        .build();
  }

  /**
   * While a cluster is upgraded, and after a downgrade, resources have fields of a newer release.
   */
  static KubernetesSerialization serialization() {
    var mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    return new KubernetesSerialization(mapper, true);
  }

  private static KubernetesConfig config() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDefaultSources()
        .withMapping(KubernetesConfig.class)
        .build()
        .getConfigMapping(KubernetesConfig.class);
  }
}
