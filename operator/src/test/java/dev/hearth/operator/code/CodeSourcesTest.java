package dev.hearth.operator.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.FunctionCode;
import dev.hearth.operator.LoopbackServer;
import dev.hearth.operator.Sha256;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CodeSourcesTest {
  private static final byte[] ZIP =
      StoredZip.of(new TreeMap<>(Map.of("app.py", "x".getBytes(UTF_8))));

  private final KubernetesClient kubernetes = new KubernetesClientBuilder().build();
  private final HttpClient http = HttpClient.newHttpClient();
  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
  }

  @AfterEach
  void stop() {
    server.close();
    http.shutdownNow();
    kubernetes.close();
  }

  @Test
  void inline_files_are_packed() throws Exception {
    var code = new FunctionCode(Map.of("app.py", "x"), null, null, null, null, null, null, null);
    try (CodeArtifact artifact = sources(Duration.ofSeconds(10)).fetch("shop", code)) {
      assertEquals(Sha256.hex(ZIP), artifact.sha256());
    }
  }

  @Test
  void an_object_of_a_store_is_brought() throws Exception {
    server.on("/code/app.zip", ZIP);
    var object = new FunctionCode.S3("code", "app.zip", null, null);
    var code = new FunctionCode(null, null, null, null, null, object, null, null);
    try (CodeArtifact artifact = sources(Duration.ofSeconds(10)).fetch("shop", code)) {
      assertEquals(ZIP.length, artifact.size());
    }
  }

  @Test
  void a_url_is_brought_if_its_digest_is_right() throws Exception {
    server.on("/app.zip", ZIP);
    try (CodeArtifact artifact =
        sources(Duration.ofSeconds(10)).fetch("shop", url(Sha256.hex(ZIP)))) {
      assertEquals(Sha256.hex(ZIP), artifact.sha256());
    }
    assertTrue(refused(url("00")).getMessage().contains(Sha256.hex(ZIP)));
  }

  @Test
  void a_source_that_is_not_there_is_told_and_asked_again_later() {
    CodeException refused = refused(url("00"));
    assertTrue(refused.getMessage().endsWith("answers 404"));
    assertTrue(refused.passing());
  }

  @Test
  void a_source_that_sends_too_slowly_is_given_up() {
    var never = new CountDownLatch(1);
    server.on(
        "/app.zip",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    CodeException refused =
        assertThrows(
            CodeException.class,
            () -> sources(Duration.ofMillis(300)).fetch("shop", url("00")).close());
    never.countDown();
    assertTrue(refused.getMessage().contains("cannot be read"), refused.getMessage());
  }

  @Test
  void sources_of_local_mode_are_refused() {
    var code = new FunctionCode(null, "src", null, null, null, null, null, null);
    assertTrue(refused(code).getMessage().contains("local mode only"));
  }

  private CodeException refused(FunctionCode code) {
    return assertThrows(
        CodeException.class, () -> sources(Duration.ofSeconds(10)).fetch("shop", code).close());
  }

  private FunctionCode url(String sha256) {
    String url = "http://" + server.authority() + "/app.zip";
    return new FunctionCode(null, null, null, url, sha256, null, null, null);
  }

  private CodeSources sources(Duration timeout) {
    return new CodeSources(
        kubernetes,
        http,
        CodeLimits.OF_AWS,
        timeout,
        new S3Settings(URI.create("http://" + server.authority()), "us-east-1"),
        InstantSource.system());
  }
}
