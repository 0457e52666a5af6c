package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.GatewayKeys;
import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.kubernetes.Demand.MissingArtifact;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingCodeTest {
  private static final FunctionId HELLO = new FunctionId("shop", "hello");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] ZIP = "zip".getBytes(StandardCharsets.UTF_8);
  private static final String SHA256 =
      "6f6ac6ef4a1a2b1c8b2e4a3d7f0e9d8c7b6a594837261504f3e2d1c0b9a8f7e6";

  @TempDir Path folder;
  private final Demand demand = new Demand(Demand.CALM);
  // An API server that is away, so that nobody else can be asked.
  private final KubernetesClient nobody =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder()
                  .withMasterUrl("http://127.0.0.1:1")
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .build();

  @AfterEach
  void close() {
    nobody.close();
  }

  private MissingCode missing(ArtifactStore artifacts, Duration maxWait) {
    var proof = new InternalProof(GatewayKeys.generate(), InstantSource.system());
    var peers = new Peers(nobody, new Peers.Self("none", "none", "me"), artifacts, proof);
    return new MissingCode(artifacts, peers, demand, maxWait);
  }

  @Test
  void code_that_is_here_is_not_asked_for() throws Exception {
    var artifacts = new ArtifactStore(folder, Runnable::run);
    Artifact here = artifacts.put(Artifact.Kind.CODE, new ByteArrayInputStream(ZIP));
    missing(artifacts, LONG).bring(HELLO, here.sha256());
    assertEquals(1, demand.after(0, Duration.ZERO).sequence());
  }

  @Test
  void code_that_the_operator_brings_ends_the_wait_of_everybody() throws Exception {
    var artifacts = new ArtifactStore(folder.resolve("here"), Runnable::run);
    var elsewhere = new ArtifactStore(folder.resolve("there"), Runnable::run);
    String sha256 = elsewhere.put(Artifact.Kind.CODE, new ByteArrayInputStream(ZIP)).sha256();
    MissingCode code = missing(artifacts, LONG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> bring(code, sha256));
      var second = threads.submit(() -> bring(code, sha256));
      var wanted = List.of(new MissingArtifact("shop", "hello", sha256));
      long known = 0;
      Demand.Snapshot said = demand.after(known, LONG);
      while (!said.missingArtifacts().equals(wanted)) {
        known = said.sequence();
        said = demand.after(known, LONG);
      }
      assertTrue(artifacts.putExpected(sha256, ZIP.length, new ByteArrayInputStream(ZIP)));
      code.arrived(sha256);
      assertTrue(first.get(30, TimeUnit.SECONDS));
      assertTrue(second.get(30, TimeUnit.SECONDS));
    }
    assertEquals(List.of(), demand.after(0, Duration.ZERO).missingArtifacts());
  }

  private static boolean bring(MissingCode code, String sha256)
      throws SandboxUnavailableException, InterruptedException {
    code.bring(HELLO, sha256);
    return code.isHere(sha256);
  }

  @Test
  void code_that_nobody_brings_is_said() throws Exception {
    MissingCode code = missing(new ArtifactStore(folder, Runnable::run), Duration.ofMillis(1));
    var failure = assertThrows(SandboxUnavailableException.class, () -> code.bring(HELLO, SHA256));
    assertTrue(failure.getMessage().contains(SHA256), failure.getMessage());
    assertEquals(List.of(), demand.after(0, Duration.ZERO).missingArtifacts(), "asked for ever");
  }
}
