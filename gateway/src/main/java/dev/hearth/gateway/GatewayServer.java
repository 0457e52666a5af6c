package dev.hearth.gateway;

import dev.hearth.gateway.admission.Permits;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.http.ApiServer;
import dev.hearth.gateway.http.ManagementServer;
import dev.hearth.gateway.invocation.InvocationMeters;
import dev.hearth.gateway.invocation.Invoker;
import dev.hearth.gateway.invocation.StartMeters;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.ownership.Place;
import dev.hearth.gateway.provisioning.Provisioner;
import dev.hearth.gateway.sandbox.SandboxPools;
import dev.hearth.gateway.sandbox.SandboxSource;
import dev.hearth.gateway.sandbox.SpareLinks;
import dev.hearth.gateway.sandbox.shim.ShimClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * One gateway: everything wired by hand, started and stopped once. Its sandboxes come from the
 * source it is given and go back there.
 */
public final class GatewayServer {
  private static final int WORKERS = 8;

  private final GatewayConfig config;
  private final Catalogue catalogue;
  private final Ownership ownership;
  private final Vertx vertx;
  private final Permits permits;
  private final ShimClient shims;
  private final SandboxPools pools;
  private final InvocationMeters meters;
  private final Provisioner provisioner;
  private final ManagementServer management;
  private final List<ApiServer> servers = new ArrayList<>();
  private volatile boolean open;
  private Future<Void> drained;
  private Future<Void> closed;

  public GatewayServer(
      GatewayConfig config,
      Catalogue catalogue,
      ArtifactStore artifacts,
      SandboxSource source,
      GatewayKeys keys) {
    this(config, catalogue, artifacts, source, keys, Ownership.ALONE);
  }

  /** One of several that have the same keys. */
  public GatewayServer(
      GatewayConfig config,
      Catalogue catalogue,
      ArtifactStore artifacts,
      SandboxSource source,
      GatewayKeys keys,
      Ownership ownership) {
    this.config = config;
    this.catalogue = catalogue;
    this.ownership = ownership;
    LongSupplier nanoClock = System::nanoTime;
    InstantSource clock = Clock.systemUTC();
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(config.eventLoops())
                .setWorkerPoolSize(WORKERS));
    var identity =
        new ShimClient.Identity(ownership, config.accounts(), config.region(), keys::sign);
    shims = new ShimClient(vertx, identity, artifacts, clock, config.sandboxes().connect());
    var spares = new SpareLinks(loops(), shims);
    source.begin(spares);
    permits = new Permits(nanoClock);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var starts = new StartMeters(registry);
    pools =
        new SandboxPools(
            vertx, config.sandboxes(), source, shims, spares, nanoClock, starts::ready);
    var seeds = new SecureRandom();
    var random = new Random(seeds.nextLong());
    meters = new InvocationMeters(registry, permits);
    provisioner =
        new Provisioner(catalogue, permits, pools, clock, kept -> meters.watch(kept, pools));
    var invoker = new Invoker(catalogue, permits, pools, meters, nanoClock, random);
    management =
        new ManagementServer(vertx, config.host(), config.managementPort(), registry, () -> open);
    var shared =
        new ApiServer.Shared(
            config.host(),
            config.port(),
            config.accounts(),
            config.region(),
            config.requests(),
            invoker,
            clock,
            nanoClock,
            new AtomicInteger(),
            () -> !open,
            ownership,
            keys.forwardSecret());
    for (int i = 0; i < config.eventLoops(); i++) {
      servers.add(new ApiServer(shared, new SplittableRandom(seeds.nextLong())));
    }
    catalogue.onChange(this::catalogueChanged);
    catalogueChanged();
    vertx.setPeriodic(Provisioner.LOOK_MS, t -> provisioner.look());
  }

  private List<Context> loops() {
    var internal = (VertxInternal) vertx;
    var loops = new ArrayList<Context>();
    for (EventExecutor loop : internal.nettyEventLoopGroup()) {
      loops.add(internal.contextBuilder().withEventLoop((EventLoop) loop).build());
    }
    return loops;
  }

  /** Opens the management port only: healthy, but not ready. */
  public Future<Void> startManagement() {
    return management.start().mapEmpty();
  }

  /** Opens the ports that are not open yet; fails when one is taken. */
  public Future<Void> start() {
    provisioner.begin();
    return (management.isOpen() ? Future.succeededFuture() : startManagement())
        .compose(v -> Future.all(servers.stream().map(vertx::deployVerticle).toList()))
        .<Void>mapEmpty()
        .onSuccess(v -> open = true)
        .recover(e -> close().transform(v -> Future.failedFuture(e)));
  }

  /** What is decided here is another: sandboxes of what is not any more are let alone. */
  public void ownershipChanged() {
    catalogueChanged();
  }

  /** One at a time, so that what was last in the catalogue is what holds in the end. */
  private synchronized void catalogueChanged() {
    pools.retain(
        catalogue.invokable().stream()
            .filter(version -> ownership.place(version.id()) instanceof Place.Here)
            .toList(),
        catalogue.keepAlives());
    meters.retain(catalogue.all().keySet());
    provisioner.changed();
  }

  /** Is not ready any more from now on, but takes requests; each answer sends its client away. */
  public void announceEnd() {
    open = false;
  }

  /** Takes no new request; completes when those in flight have ended, or their grace has. */
  public synchronized Future<Void> drain() {
    if (drained == null) {
      open = false;
      long seconds = config.requests().closeGrace().toSeconds();
      drained =
          Future.join(servers.stream().map(server -> server.shutdown(seconds)).toList())
              .transform(v -> Future.succeededFuture());
    }
    return drained;
  }

  /** Drains, then releases every sandbox to its source. Closing again changes nothing. */
  public synchronized Future<Void> close() {
    if (closed == null) {
      closed =
          drain()
              .compose(
                  v -> {
                    pools.close();
                    return vertx.close();
                  });
    }
    return closed;
  }

  /** The event loops that this gateway runs on. */
  public Vertx vertx() {
    return vertx;
  }

  /** Speaks to sandboxes as this gateway. */
  public ShimClient shims() {
    return shims;
  }

  /** Who may run now. */
  public Permits permits() {
    return permits;
  }

  /** The sandboxes that functions have. */
  public SandboxPools sandboxes() {
    return pools;
  }

  /** Keeps the sandboxes that are wished for. */
  public Provisioner provisioner() {
    return provisioner;
  }

  /** Port of the AWS Lambda API; valid after {@link #start}. */
  public int port() {
    return servers.getFirst().port();
  }

  /** Port of health and metrics; valid after {@link #start}. */
  public int managementPort() {
    return management.port();
  }
}
