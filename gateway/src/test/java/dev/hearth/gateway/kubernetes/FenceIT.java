package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.GatewayConfig;
import dev.hearth.gateway.GatewayKeys;
import dev.hearth.gateway.GatewayServer;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.ownership.Membership;
import dev.hearth.gateway.ownership.SharedOwnership;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that fences sandboxes, which are connections to shims here. */
class FenceIT {
  private static final String SELF = "me@127.0.0.1:1";
  private static final FunctionId F = new FunctionId("shop", "f");

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private final FakeShim idle = new FakeShim(keys.publicKeyBase64(), FakeShim.echo());
  private final FakeShim other = new FakeShim(keys.publicKeyBase64(), FakeShim.echo());
  private final SharedOwnership ownership = new SharedOwnership(SELF, System::nanoTime);
  private final List<String> fenced = new CopyOnWriteArrayList<>();
  private volatile List<PodFacts> listed = List.of();
  private volatile boolean answers = true;
  private GatewayServer gateway;
  private Fence fence;

  @BeforeEach
  void start() {
    gateway =
        new GatewayServer(
            GatewayConfig.local("127.0.0.1", 0, 0, "000000000000", "us-east-1"),
            new Catalogue(),
            new ArtifactStore(folder, Runnable::run),
            source,
            keys,
            ownership);
    TestGateway.await(gateway.start());
    fence =
        new Fence(
            gateway.vertx(),
            ownership,
            gateway.shims()::greet,
            this::list,
            (pod, state) -> {
              fenced.add(pod.uid() + " " + state.state());
              Changes.happened();
            },
            System::nanoTime,
            0);
    fence.start();
  }

  private List<PodFacts> list() throws IOException {
    Changes.happened();
    if (!answers) {
      throw new IOException("the API server does not answer");
    }
    return listed;
  }

  private static PodFacts pod(FakeShim shim) {
    var address = new SandboxAddress(shim.uid, "127.0.0.1", shim.port(), shim.identityKey());
    var pool = new PoolRef(F.namespace(), "python");
    return new PodFacts("pod", pool, PodFacts.Stage.RUNNING, false, 0, address);
  }

  private void decides(long epoch) {
    ownership.learn(new Membership(epoch, new TreeSet<>(Set.of(SELF)), epoch));
  }

  private int elsewhere(long since) {
    return fence.elsewhere(F, since, uid -> false);
  }

  @AfterEach
  void stop() {
    TestGateway.await(gateway.close());
    source.close();
    idle.close();
    other.close();
  }

  @Test
  void every_sandbox_promises_to_follow_the_epoch_of_the_moment() {
    fence.seen(pod(idle));
    listed = List.of(pod(idle), pod(other));
    decides(1);
    Changes.await("promises", () -> promised(1));
    decides(2);
    Changes.await("others", () -> promised(2));
  }

  private boolean promised(long epoch) {
    boolean all = idle.promised() == epoch && other.promised() == epoch;
    return all && fence.complete(epoch) && elsewhere(epoch) == 0;
  }

  @Test
  void who_does_not_answer_may_be_at_work_until_its_pod_is_gone() {
    other.close();
    listed = List.of(pod(idle), pod(other));
    decides(1);
    Changes.await("the promise of one", () -> fence.complete(1) && elsewhere(1) == 1);
    fence.gone(pod(other));
    assertEquals(0, elsewhere(1));
  }

  @Test
  void who_is_at_work_is_asked_until_it_is_not() {
    other.becomes("busy", F.name());
    listed = List.of(pod(other));
    decides(1);
    Changes.await("being asked again", () -> fenced.size() >= 2 && fence.complete(1));
    assertEquals(1, elsewhere(1));
    assertEquals(0, fence.elsewhere(new FunctionId("shop", "g"), 1, uid -> false));
    other.becomes("idle", F.name());
    Changes.await("the end of it", () -> elsewhere(1) == 0);
    assertTrue(fenced.contains(other.uid + " idle"));
  }

  @Test
  void nothing_is_known_while_the_api_server_does_not_answer() {
    answers = false;
    fence.seen(pod(idle));
    decides(1);
    Changes.await("a promise", () -> idle.promised() == 1 && !fenced.isEmpty());
    assertFalse(fence.complete(1));
    answers = true;
    Changes.await("the list", () -> fence.complete(1));
  }
}
