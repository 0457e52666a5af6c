package dev.hearth.gateway;

import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.sandbox.SandboxSource;
import io.vertx.core.Future;
import java.util.Objects;

/**
 * One gateway: everything wired by hand, started and stopped once. Its sandboxes come from the
 * source it is given and go back there.
 */
public final class GatewayServer {
  private final GatewayConfig config;
  private final Catalogue catalogue;
  private final ArtifactStore artifacts;
  private final SandboxSource source;
  private final GatewayKeys keys;

  public GatewayServer(
      GatewayConfig config,
      Catalogue catalogue,
      ArtifactStore artifacts,
      SandboxSource source,
      GatewayKeys keys) {
    this.config = Objects.requireNonNull(config);
    this.catalogue = Objects.requireNonNull(catalogue);
    this.artifacts = Objects.requireNonNull(artifacts);
    this.source = Objects.requireNonNull(source);
    this.keys = Objects.requireNonNull(keys);
  }

  /** Opens both ports; fails when one is taken. */
  public Future<Void> start() {
    Objects.requireNonNull(catalogue);
    Objects.requireNonNull(artifacts);
    Objects.requireNonNull(source);
    Objects.requireNonNull(keys);
    return Future.failedFuture(new UnsupportedOperationException("serving comes next"));
  }

  /**
   * Stops: no new request is taken, those in flight end, every sandbox is released to its source.
   */
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  /** Port of the AWS Lambda API; valid after {@link #start}. */
  public int port() {
    return config.port();
  }

  /** Port of health and metrics; valid after {@link #start}. */
  public int managementPort() {
    return config.managementPort();
  }
}
