package dev.hearth.operator;

import dev.hearth.operator.code.CodeLimits;
import dev.hearth.operator.code.CodeSources;
import dev.hearth.operator.code.S3Settings;
import dev.hearth.operator.gateway.CodeDelivery;
import dev.hearth.operator.gateway.DemandBoard;
import dev.hearth.operator.gateway.GatewayClient;
import dev.hearth.operator.gateway.GatewayDirectory;
import dev.hearth.operator.gateway.GatewayKeyPair;
import dev.hearth.operator.image.ImageReader;
import dev.hearth.operator.pool.PoolLimits;
import dev.hearth.operator.pool.SandboxSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Wires what the reconcilers work with; the only place that knows the time and the network. */
final class OperatorParts {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration UNSEEN = Duration.ofSeconds(30);
  private static final int IMAGE_VOLUMES_SINCE = 36;
  private static final int USER_NAMESPACES_SINCE = 36;
  private static final int RESIZE_SINCE = 35;

  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  /** By controller; histograms of each resource would take more room than everything else. */
  @Produces
  @Singleton
  Metrics metrics(MeterRegistry registry) {
    return MicrometerMetrics.withoutPerResourceMetrics(registry);
  }

  @Produces
  @Singleton
  GatewayKeyPair keys(KubernetesClient kubernetes, OperatorConfig config) {
    return GatewayKeyPair.ensure(kubernetes, config.namespace());
  }

  @Produces
  @Singleton
  GatewayDirectory directory(KubernetesClient kubernetes, OperatorConfig config) {
    var directory = new GatewayDirectory(kubernetes, config.namespace(), config.gatewayService());
    directory.start();
    return directory;
  }

  @Produces
  @Singleton
  GatewayClient gateways(GatewayKeyPair keys, InstantSource clock) {
    return new GatewayClient(http(Redirect.NEVER), keys, clock);
  }

  @Produces
  @Singleton
  CodeDelivery delivery(GatewayDirectory directory, GatewayClient gateways) {
    return new CodeDelivery(directory, gateways);
  }

  @Produces
  @Singleton
  DemandBoard demand() {
    return new DemandBoard();
  }

  @Produces
  @Singleton
  CodeSources code(KubernetesClient kubernetes, OperatorConfig config, InstantSource clock) {
    return new CodeSources(
        kubernetes,
        // Never from https to http.
        http(Redirect.NORMAL),
        CodeLimits.OF_AWS,
        config.code().timeout(),
        new S3Settings(config.code().s3Endpoint(), config.code().s3Region()),
        clock);
  }

  @Produces
  @Singleton
  ImageReader images(KubernetesClient kubernetes, OperatorConfig config) {
    return new ImageReader(
        kubernetes,
        http(Redirect.NEVER),
        config.code().plainHttpRegistries().orElse(Set.of()),
        config.code().timeout());
  }

  @Produces
  @Singleton
  EventLog events(KubernetesClient kubernetes, InstantSource clock) {
    return new EventLog(kubernetes, clock);
  }

  @Produces
  @Singleton
  PoolLimits limits(OperatorConfig config) {
    OperatorConfig.Pool pool = config.pool();
    return new PoolLimits(
        pool.maxStarting(),
        pool.startTimeout(),
        UNSEEN,
        pool.surplusKept(),
        pool.idleAfter(),
        pool.refill(),
        pool.proven(),
        pool.firstBackoff(),
        pool.maxBackoff());
  }

  @Produces
  @Singleton
  SandboxSettings sandboxes(
      KubernetesClient kubernetes, OperatorConfig config, GatewayKeyPair keys) {
    OperatorConfig.Sandbox sandbox = config.sandbox();
    String minorText = kubernetes.getKubernetesVersion().getMinor().replaceAll("\\D", "");
    int minor = Integer.parseInt(minorText);
    return new SandboxSettings(
        sandbox.shimImage(),
        sandbox.imagePullPolicy(),
        List.of(keys.publicKey()),
        0,
        sandbox.requestPercent(),
        sandbox.imageVolume().on(minor, IMAGE_VOLUMES_SINCE),
        sandbox.userNamespace().on(minor, USER_NAMESPACES_SINCE),
        sandbox.resize().on(minor, RESIZE_SINCE));
  }

  private static HttpClient http(Redirect redirect) {
    return HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(redirect).build();
  }
}
