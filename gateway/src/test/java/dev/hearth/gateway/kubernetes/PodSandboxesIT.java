package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.GatewayConfig;
import dev.hearth.gateway.GatewayKeys;
import dev.hearth.gateway.GatewayServer;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.ownership.Place;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.shim.ShimState;
import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.KnownOwners;
import dev.hearth.gateway.testing.TestGateway;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that are connections to shims, without an API server. */
class PodSandboxesIT {
  private static final PoolRef POOL = new PoolRef("default", "python");

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeShim shim = new FakeShim(keys.publicKeyBase64(), FakeShim.echo());
  private final PodWrites writes = new PodWrites(null, Duration.ofDays(1));
  private final Demand demand = new Demand(Demand.CALM);
  private final KnownOwners owners = new KnownOwners(0);
  private final PodSandboxes sandboxes =
      new PodSandboxes(null, writes, demand, new InitFailures(), Duration.ofSeconds(20), owners);
  private GatewayServer gateway;
  private int loops;

  @BeforeEach
  void start() {
    var catalogue = new Catalogue();
    GatewayConfig config = GatewayConfig.local("127.0.0.1", 0, 0, "000000000000", "us-east-1");
    loops = config.eventLoops();
    gateway =
        new GatewayServer(
            config, catalogue, new ArtifactStore(folder, Runnable::run), sandboxes, keys);
    TestGateway.await(gateway.start());
    var greeter = new Greeter((VertxInternal) gateway.vertx(), gateway.shims(), System::nanoTime);
    sandboxes.begin(gateway.vertx(), greeter, new Adoption(catalogue, gateway.sandboxes()));
    sandboxes.seen(pod());
    Changes.await("hellos", () -> shim.hellos.get() == loops);
  }

  @AfterEach
  void stop() {
    sandboxes.letGo();
    TestGateway.await(gateway.close());
    writes.close();
    shim.close();
  }

  @Test
  void a_spare_that_hangs_up_is_greeted_and_given_again() throws Exception {
    shim.hangUp();
    Changes.await("hellos", () -> shim.hellos.get() == 2 * loops);
    assertEquals(shim.uid, acquire().join().uid());
  }

  @Test
  void a_spare_that_a_function_has_is_not_given_to_another_when_it_says_that_it_is_one() {
    SandboxAddress claimed = acquire().join();
    sandboxes.seen(pod(PodFacts.Stage.STARTING));
    sandboxes.seen(pod());
    Changes.await("hellos", () -> shim.hellos.get() == 2 * loops);
    assertFalse(acquire().isDone(), claimed::toString);
  }

  @Test
  void a_sandbox_of_what_another_gateway_decides_is_let_alone_until_that_changes() {
    var state = new ShimState(0, "idle", "f", FunctionVersion.LATEST, "r1", "", true);
    owners.decides("f", new Place.There("other"));
    sandboxes.fenced(pod(), state);
    assertFalse(demand.isClaimed(shim.uid));
    owners.decides("f", new Place.Here(1));
    sandboxes.fenced(pod(), state);
    assertTrue(demand.isClaimed(shim.uid));
    owners.decides("f", new Place.There("other"));
    sandboxes.release(pod().address());
    assertFalse(demand.isClaimed(shim.uid));
  }

  private CompletableFuture<SandboxAddress> acquire() {
    return sandboxes.acquire(function()).toCompletionStage().toCompletableFuture();
  }

  private PodFacts pod() {
    return pod(PodFacts.Stage.RUNNING);
  }

  private PodFacts pod(PodFacts.Stage stage) {
    var address = new SandboxAddress(shim.uid, "127.0.0.1", shim.port(), shim.identityKey());
    return new PodFacts("pod", POOL, stage, false, 0, address);
  }

  private static FunctionVersion function() {
    return new FunctionVersion(
        TestGateway.id("f"),
        FunctionVersion.LATEST,
        "r1",
        "python",
        List.of("x"),
        Map.of(),
        FunctionVersion.TASK_ROOT,
        "h",
        128,
        1_000,
        512,
        Map.of(),
        Map.of(),
        FunctionVersion.Logging.TEXT,
        List.of(),
        POOL.name());
  }
}
