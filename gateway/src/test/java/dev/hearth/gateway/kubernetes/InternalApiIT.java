package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.crds.InternalApi;
import dev.hearth.gateway.GatewayKeys;
import dev.hearth.gateway.function.ArtifactStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The internal API over HTTP; it needs no API server. */
class InternalApiIT {
  private static final byte[] ZIP = "a zip".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final InternalProof proof = new InternalProof(keys, InstantSource.system());
  private final Demand demand = new Demand(Demand.CALM);
  private final KubernetesClient nobody = new KubernetesClientBuilder().build();
  private final HttpClient http = HttpClient.newHttpClient();
  private ArtifactStore artifacts;
  private InternalServer server;

  @BeforeEach
  void start() throws IOException {
    artifacts = new ArtifactStore(folder, Runnable::run);
    var peers = new Peers(nobody, new Peers.Self("none", "none", "me"), artifacts, proof);
    server =
        new InternalServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            proof,
            artifacts,
            new MissingCode(artifacts, peers, demand, MissingCode.MAX_WAIT),
            demand);
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
    nobody.close();
  }

  private HttpResponse<byte[]> ask(String method, String path, String query, BodyPublisher body)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path + query);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
    return http.send(proof.sign(request, method, path).build(), BodyHandlers.ofByteArray());
  }

  private int put(String sha256, BodyPublisher body) throws Exception {
    return ask("PUT", InternalApi.ARTIFACTS + sha256, "", body).statusCode();
  }

  private int have(String sha256) throws Exception {
    return ask("HEAD", InternalApi.ARTIFACTS + sha256, "", BodyPublishers.noBody()).statusCode();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void code_is_stored_told_of_and_given_to_others() throws Exception {
    String sha256 = sha256(ZIP);
    assertEquals(404, have(sha256));
    assertEquals(201, put(sha256, BodyPublishers.ofByteArray(ZIP)));
    assertEquals(200, have(sha256));
    var got = ask("GET", InternalApi.ARTIFACTS + sha256, "", BodyPublishers.noBody());
    assertArrayEquals(ZIP, got.body());
  }

  @Test
  void code_that_is_not_what_it_is_said_to_be_is_not_kept() throws Exception {
    String sha256 = sha256("something else".getBytes(StandardCharsets.UTF_8));
    assertEquals(422, put(sha256, BodyPublishers.ofByteArray(ZIP)));
    assertEquals(404, have(sha256));
    try (var files = Files.walk(folder)) {
      assertEquals(0, files.filter(Files::isRegularFile).count(), "traces of refused code");
    }
  }

  @Test
  void a_zip_has_50_mb_at_most() throws Exception {
    var largest = new byte[(int) InternalServer.MAX_ARTIFACT];
    assertEquals(201, put(sha256(largest), BodyPublishers.ofByteArray(largest)));
    var larger = new byte[(int) InternalServer.MAX_ARTIFACT + 1];
    assertEquals(422, put(sha256(larger), BodyPublishers.ofByteArray(larger)));
    assertEquals(404, have(sha256(larger)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/internal/demand", "/internal/artifacts/abc", "/", "/internal/x"})
  void nobody_is_served_without_a_signature(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpResponse<Void> answer =
        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
    assertEquals(401, answer.statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/internal/artifacts/abc", "/internal/artifacts/..%2fkeys", "/internal/x"})
  void what_is_not_there_is_not_found(String path) throws Exception {
    String decoded = URI.create(path).getPath();
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest request = proof.sign(HttpRequest.newBuilder(uri), "GET", decoded).build();
    assertEquals(404, http.send(request, BodyHandlers.discarding()).statusCode());
  }

  @Test
  void more_requests_than_there_is_room_for_are_refused() throws Exception {
    var waiting = new ArrayList<CompletableFuture<HttpResponse<Void>>>();
    for (int i = 0; i <= InternalServer.MAX_REQUESTS; i++) {
      waiting.add(http.sendAsync(demandAfter(1), BodyHandlers.discarding()));
    }
    Object first = CompletableFuture.anyOf(waiting.toArray(CompletableFuture<?>[]::new)).join();
    assertEquals(503, ((HttpResponse<?>) first).statusCode());
    waiting.removeIf(CompletableFuture::isDone);
    demand.claimed("uid");
    for (var one : waiting) {
      assertEquals(200, one.join().statusCode());
    }
    int status = http.send(demandAfter(0), BodyHandlers.discarding()).statusCode();
    while (status == 503) {
      // The room of those that were answered is given back behind their answers.
      status = http.send(demandAfter(0), BodyHandlers.discarding()).statusCode();
    }
    assertEquals(200, status);
  }

  private HttpRequest demandAfter(long sequence) {
    String query = "?after=" + sequence + "&waitMs=30000";
    URI uri = URI.create("http://127.0.0.1:" + server.port() + InternalApi.DEMAND + query);
    return proof.sign(HttpRequest.newBuilder(uri), "GET", InternalApi.DEMAND).build();
  }

  @Test
  void demand_is_told_when_it_changes() throws Exception {
    demand.claimed("uid");
    var said = ask("GET", InternalApi.DEMAND, "?after=1&waitMs=10000", BodyPublishers.noBody());
    assertEquals(
        "{\"sequence\":2,\"pools\":[],\"claimed\":[\"uid\"],\"missingArtifacts\":[],"
            + "\"functions\":[],\"accounts\":[],\"provisioned\":[]}",
        new String(said.body(), StandardCharsets.UTF_8));
    var same = ask("GET", InternalApi.DEMAND, "?after=2&waitMs=1", BodyPublishers.noBody());
    assertArrayEquals(said.body(), same.body());
    var bad = ask("GET", InternalApi.DEMAND, "?after=x", BodyPublishers.noBody());
    assertEquals(400, bad.statusCode());
  }
}
