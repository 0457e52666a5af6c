package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.RawClient;
import dev.hearth.gateway.testing.TestGateway;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MemoryIT {
  private static final int MEGABYTE = 1 << 20;
  private static final int PARALLEL = 8;
  private static final int ROUNDS = 25;
  private static final long ALLOWED_GROWTH = 32L * MEGABYTE;

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private final String event = "\"" + "x".repeat(MEGABYTE - 2) + "\"";
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

  @Test
  void large_bodies_leave_no_memory_behind() {
    round();
    long before = direct();
    for (int i = 0; i < ROUNDS; i++) {
      round();
    }
    long grown = direct() - before;
    assertTrue(grown < ALLOWED_GROWTH, grown + " bytes more after " + ROUNDS * PARALLEL + " MiB");
  }

  @Test
  void clients_that_do_not_read_or_leave_half_way_leave_no_memory_behind() throws IOException {
    round();
    long before = direct();
    for (int i = 0; i < ROUNDS * PARALLEL; i++) {
      try (var client = new RawClient(gateway.server.port())) {
        client
            .send("POST /2015-03-31/functions/echo/invocations HTTP/1.1\r\nHost: x\r\n")
            .send("Content-Length: " + event.length() + "\r\n\r\n")
            .send(event);
        assertTrue(client.head().startsWith("HTTP/1.1 200"));
      }
    }
    assertEquals(event, gateway.invoke("echo", event).body());
    long grown = direct() - before;
    assertTrue(grown < ALLOWED_GROWTH, grown + " bytes more after " + ROUNDS * PARALLEL + " MiB");
  }

  private void round() {
    var replies =
        IntStream.range(0, PARALLEL)
            .mapToObj(i -> gateway.invocation("echo").POST(BodyPublishers.ofString(event)).build())
            .map(request -> gateway.client.sendAsync(request, BodyHandlers.ofString()))
            .toList();
    replies.stream().map(CompletableFuture::join).forEach(r -> assertEquals(event, r.body()));
  }

  private static long direct() {
    ByteBufAllocator used = ByteBufAllocator.DEFAULT;
    return ((ByteBufAllocatorMetricProvider) used).metric().usedDirectMemory();
  }
}
