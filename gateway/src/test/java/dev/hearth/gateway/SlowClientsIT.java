package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.RawClient;
import dev.hearth.gateway.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowClientsIT {
  private static final String HEAD =
      "POST /2015-03-31/functions/echo/invocations HTTP/1.1\r\nHost: x\r\n";
  private static final Duration PATIENCE = Duration.ofMillis(700);

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void start() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway =
        new TestGateway(
            folder,
            keys,
            source,
            config -> config.withRequests(config.requests().withSlowness(PATIENCE, PATIENCE)));
    gateway.function("echo", "r1");
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @Test
  void an_upload_that_takes_too_long_is_cut_off() throws IOException {
    try (var client = new RawClient(gateway.server.port())) {
      client.send(HEAD + "Content-Length: 200000\r\n\r\n\"").send("x".repeat(100_000));
      assertEquals(0, client.rest().length);
    }
  }

  @Test
  void a_slow_function_is_no_slow_client() {
    source.makes(
        () ->
            new FakeShim(
                keys.publicKeyBase64(),
                (event, connection, shim) -> {
                  // Longer than any patience with a client; nothing here could be awaited instead.
                  LockSupport.parkNanos(PATIENCE.multipliedBy(3).toNanos());
                  FakeShim.reply(connection, event.body(), "");
                }));
    assertEquals("1", gateway.invoke("echo", "1").body());
    String large = "\"" + "x".repeat(100_000) + "\"";
    assertEquals(large, gateway.invoke("echo", large).body());
  }

  @Test
  void a_client_that_does_not_finish_its_head_is_cut_off() throws IOException {
    try (var client = new RawClient(gateway.server.port())) {
      client.send("POST /2015");
      assertEquals(0, client.rest().length);
    }
  }
}
