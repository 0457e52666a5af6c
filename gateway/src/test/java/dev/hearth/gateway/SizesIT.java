package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.RawClient;
import dev.hearth.gateway.testing.TestGateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizesIT {
  private static final int LIMIT = 6_291_556;
  private static final String HEAD =
      "POST /2015-03-31/functions/echo/invocations HTTP/1.1\r\nHost: x\r\n";

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void start() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("echo", "r1");
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 65_537, 1_048_576, LIMIT})
  void an_event_of_any_allowed_size_goes_there_and_back(int size) {
    String event = json(size);
    assertEquals(event, gateway.invoke("echo", event).body());
    HttpResponse<String> chunked =
        send(BodyPublishers.fromPublisher(BodyPublishers.ofString(event)));
    assertEquals(event, chunked.body());
    assertEquals(1, source.made.size());
  }

  @Test
  void an_event_that_is_a_byte_too_large_is_refused_and_costs_no_sandbox() {
    HttpResponse<String> announced = gateway.invoke("echo", json(LIMIT + 1));
    InvokeIT.assertRejected(announced, 413, "RequestTooLargeException");
    assertTrue(announced.body().contains("must be smaller than 6291456 bytes"));
    gateway.invoke("echo", "{}");
    byte[] event = json(LIMIT + 1).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> chunked =
        send(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(event)));
    InvokeIT.assertRejected(chunked, 413, "RequestTooLargeException");
    assertEquals("{}", gateway.invoke("echo", "{}").body());
    assertEquals(1, source.made.size());
  }

  @Test
  void a_large_event_that_is_not_json_is_never_delivered_and_leaves_the_sandbox_idle() {
    gateway.invoke("echo", "{}");
    String bad = json(1_000_000) + "x";
    InvokeIT.assertRejected(gateway.invoke("echo", bad), 400, "InvalidRequestContentException");
    assertEquals("{}", gateway.invoke("echo", "{}").body());
    assertEquals(2, source.made.getFirst().invocations.size());
    assertEquals(1, source.made.getFirst().brokenUploads.get());
    assertEquals(1, source.made.size());
  }

  @Test
  void an_upload_that_the_client_breaks_off_leaves_the_sandbox_idle() throws IOException {
    gateway.invoke("echo", "{}");
    try (var client = new RawClient(gateway.server.port())) {
      client.send(HEAD + "Content-Length: 200000\r\n\r\n\"").send("x".repeat(150_000));
      Changes.await("the upload", () -> source.made.getFirst().busy());
    }
    Changes.await("the broken upload", () -> source.made.getFirst().brokenUploads.get() == 1);
    assertEquals("{}", gateway.invoke("echo", "{}").body());
    assertEquals(2, source.made.getFirst().invocations.size());
    assertEquals(0, source.released.size());
  }

  @Test
  @Timeout(20)
  void an_upload_broken_off_before_it_reached_a_sandbox_leaves_none_waiting() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (var client = new RawClient(gateway.server.port())) {
        client.send(HEAD + "Content-Length: 200000\r\n\r\n\"");
      }
    }
    Changes.await("a sandbox", () -> !source.made.isEmpty());
    assertEquals("{}", gateway.invoke("echo", "{}").body());
    String none = "concurrent_executions{function_name=\"echo\",namespace=\"default\"} 0.0";
    while (!gateway.management("/metrics").contains(none)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_large_event_for_nobody_is_read_away_and_the_connection_stays() throws IOException {
    String event = json(200_000);
    String head = HEAD.replace("echo", "nobody") + "Content-Length: 200000\r\n\r\n";
    try (var client = new RawClient(gateway.server.port())) {
      for (int i = 0; i < 3; i++) {
        String reply = client.send(head).send(event).head();
        assertTrue(reply.startsWith("HTTP/1.1 404"), reply);
        int length = reply.indexOf("content-length: ") + "content-length: ".length();
        client.read(Integer.parseInt(reply.substring(length, reply.indexOf('\r', length))));
      }
    }
  }

  @Test
  void a_client_that_asks_first_is_told_to_go_on_unless_it_has_too_much() throws IOException {
    try (var client = new RawClient(gateway.server.port())) {
      client.send(HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertTrue(client.head().startsWith("HTTP/1.1 100"));
      assertTrue(client.send("{}").head().startsWith("HTTP/1.1 200"));
    }
    try (var client = new RawClient(gateway.server.port())) {
      client.send(HEAD + "Expect: 100-continue\r\nContent-Length: " + (LIMIT + 1) + "\r\n\r\n");
      assertTrue(client.head().startsWith("HTTP/1.1 413"));
    }
  }

  @Test
  void headers_and_request_lines_have_a_limit() throws IOException {
    try (var client = new RawClient(gateway.server.port())) {
      String head = client.send(HEAD + "X: " + "x".repeat(11_000) + "\r\n\r\n").head();
      assertTrue(head.contains(" 431 ") && head.contains("x-amzn-RequestId"), head);
    }
    try (var client = new RawClient(gateway.server.port())) {
      String head = client.send("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n").head();
      assertTrue(head.contains(" 431 "), head);
    }
    try (var client = new RawClient(gateway.server.port())) {
      assertTrue(client.send("nonsense\r\n\r\n").head().contains(" 400 "));
    }
  }

  private HttpResponse<String> send(BodyPublisher body) {
    return gateway.send(gateway.invocation("echo").POST(body));
  }

  private static String json(int size) {
    return "\"" + "x".repeat(size - 2) + "\"";
  }
}
