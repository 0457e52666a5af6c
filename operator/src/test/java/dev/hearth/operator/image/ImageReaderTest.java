package dev.hearth.operator.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.hearth.crds.Architecture;
import dev.hearth.crds.FunctionCode;
import dev.hearth.operator.LoopbackServer;
import dev.hearth.operator.Sha256;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry by hand on loopback, asked by the real reader. */
class ImageReaderTest {
  private static final byte[] CONFIG =
      """
      {"architecture":"amd64","config":{"Entrypoint":["/entry"],"Cmd":["app.handler"],
       "WorkingDir":"/var/task","Env":["LD_LIBRARY_PATH=/lib","EMPTY=","A=b=c"]}}"""
          .getBytes(UTF_8);
  private static final byte[] MANIFEST =
      "{\"config\":{\"digest\":\"sha256:%s\"}}".formatted(Sha256.hex(CONFIG)).getBytes(UTF_8);
  private static final byte[] INDEX =
      """
      {"manifests":[{"digest":"sha256:00","platform":{"os":"linux","architecture":"arm64"}},
                    {"digest":"sha256:%s","platform":{"os":"linux","architecture":"amd64"}}]}"""
          .formatted(Sha256.hex(MANIFEST))
          .getBytes(UTF_8);

  private final KubernetesClient kubernetes = new KubernetesClientBuilder().build();
  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    server.on("/v2/app/manifests/1", INDEX);
    server.on("/v2/app/manifests/sha256:" + Sha256.hex(MANIFEST), MANIFEST);
    server.on("/v2/app/blobs/sha256:" + Sha256.hex(CONFIG), CONFIG);
  }

  @AfterEach
  void stop() {
    server.close();
    kubernetes.close();
  }

  @Test
  void the_configuration_for_the_architecture_is_read_through_the_index() throws Exception {
    ImageConfig config = read();
    assertEquals("sha256:" + Sha256.hex(MANIFEST), config.digest());
    assertEquals(List.of("/entry"), config.entryPoint());
    assertEquals(List.of("app.handler"), config.command());
    assertEquals("/var/task", config.workingDirectory());
    assertEquals(Map.of("LD_LIBRARY_PATH", "/lib", "EMPTY", "", "A", "b=c"), config.environment());
  }

  @Test
  void a_registry_that_wants_a_token_gets_the_one_it_points_to() throws Exception {
    String realm = "http://" + server.authority() + "/token";
    server.on(
        "/token",
        exchange -> {
          assertEquals("service=s&scope=repository:app:pull", exchange.getRequestURI().getQuery());
          LoopbackServer.send(exchange, "{\"token\":\"T\"}".getBytes(UTF_8));
        });
    server.on(
        "/v2/app/manifests/1",
        exchange -> {
          if ("Bearer T".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            LoopbackServer.send(exchange, INDEX);
          } else {
            exchange
                .getResponseHeaders()
                .set("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"s\"");
            exchange.sendResponseHeaders(401, -1);
          }
        });
    assertEquals(List.of("/entry"), read().entryPoint());
  }

  @Test
  void credentials_do_not_follow_a_redirect() throws Exception {
    var seen = new AtomicReference<>("nothing");
    String blob = "/v2/app/blobs/sha256:" + Sha256.hex(CONFIG);
    server.on(blob, exchange -> redirect(exchange, "/elsewhere"));
    server.on(
        "/elsewhere",
        exchange -> {
          seen.set(exchange.getRequestHeaders().getFirst("Authorization"));
          LoopbackServer.send(exchange, CONFIG);
        });
    assertEquals(List.of("/entry"), read().entryPoint());
    assertNull(seen.get());
  }

  @Test
  void an_endless_redirect_ends() {
    server.on("/v2/app/manifests/1", exchange -> redirect(exchange, "/v2/app/manifests/1"));
    assertTrue(refused().getMessage().endsWith("answers 307"));
  }

  @Test
  void what_is_not_what_its_digest_says_is_refused() {
    server.on("/v2/app/blobs/sha256:" + Sha256.hex(CONFIG), "{}".getBytes(UTF_8));
    assertTrue(refused().getMessage().contains("digest"));
  }

  @Test
  void a_document_over_the_limit_is_refused() {
    server.on("/v2/app/manifests/1", new byte[Registry.MAX_DOCUMENT + 1]);
    assertTrue(refused().getMessage().contains("more than " + Registry.MAX_DOCUMENT));
  }

  @Test
  void refusals_of_the_registry_have_aws_codes() {
    server.on("/v2/app/manifests/1", exchange -> exchange.sendResponseHeaders(403, -1));
    assertEquals("ImageAccessDenied", refused().reasonCode());
    server.on("/v2/app/manifests/1", exchange -> exchange.sendResponseHeaders(404, -1));
    assertEquals("InvalidImage", refused().reasonCode());
  }

  @Test
  void an_image_that_is_not_there_for_the_architecture_is_refused() {
    server.on("/v2/app/manifests/1", "{\"manifests\":[]}".getBytes(UTF_8));
    assertTrue(refused().getMessage().contains("linux/amd64"));
  }

  private ImageException refused() {
    return assertThrows(ImageException.class, this::read);
  }

  private ImageConfig read() throws ImageException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var reader = new ImageReader(kubernetes, http, Set.of("127.0.0.1"), Duration.ofSeconds(10));
      var image = new FunctionCode.Image(server.authority() + "/app:1", null, null, null, null);
      return reader.read("shop", image, Architecture.X86_64);
    }
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(307, -1);
  }
}
