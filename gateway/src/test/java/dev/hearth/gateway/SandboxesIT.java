package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxesIT {
  private static final int CAPACITY = 4;

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private final CountDownLatch go = new CountDownLatch(1);
  private TestGateway gateway;

  @BeforeEach
  void start() {
    makes(FakeShim.echo());
    gateway =
        new TestGateway(
            folder,
            keys,
            source,
            config ->
                config.withSandboxes(config.sandboxes().withMaxSandboxes(CAPACITY, CAPACITY)));
    gateway.function("f", "r1");
  }

  @AfterEach
  void stop() {
    go.countDown();
    gateway.close();
    source.close();
  }

  @Test
  void requests_one_after_the_other_share_a_sandbox_and_its_connections() {
    for (int i = 0; i < 20; i++) {
      assertEquals("{}", gateway.invoke("f", "{}").body());
    }
    assertEquals(1, source.made.size());
    int loops = Runtime.getRuntime().availableProcessors();
    assertTrue(source.made.getFirst().hellos.get() <= loops);
  }

  @Test
  void parallel_requests_get_parallel_sandboxes_and_one_too_many_is_throttled() {
    makes(waiting());
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      running.add(invokeAsync("{}"));
    }
    awaitInvocations(CAPACITY);
    HttpResponse<String> refused = gateway.invoke("f", "{}");
    InvokeIT.assertRejected(refused, 429, "TooManyRequestsException");
    assertEquals("1", InvokeIT.header(refused, "Retry-After"));
    assertEquals(
        "{\"Reason\":\"ConcurrentInvocationLimitExceeded\",\"Type\":\"User\","
            + "\"message\":\"Rate Exceeded.\"}",
        refused.body());
    go.countDown();
    running.forEach(r -> assertEquals(200, r.join().statusCode()));
    assertEquals(CAPACITY, source.made.size());
    assertTrue(
        gateway
            .management("/metrics")
            .contains("throttles_total{function_name=\"f\",namespace=\"default\"} 1.0"));
  }

  @Test
  void a_new_revision_gets_new_sandboxes_while_the_old_one_ends_its_work() {
    makes(waiting());
    CompletableFuture<HttpResponse<String>> old = invokeAsync("\"old\"");
    awaitInvocations(1);
    makes(FakeShim.echo());
    gateway.function("f", "r2");
    assertEquals("\"new\"", gateway.invoke("f", "\"new\"").body());
    assertEquals(0, source.released.size());
    go.countDown();
    assertEquals("\"old\"", old.join().body());
    awaitReleases(1);
    assertEquals(source.made.getFirst().uid, source.released.getFirst().uid());
  }

  @Test
  void the_sandboxes_of_a_removed_function_go() {
    gateway.invoke("f", "{}");
    gateway.catalogue.update(
        before -> {
          var after = new HashMap<>(before);
          after.remove(TestGateway.id("f"));
          return after;
        });
    awaitReleases(1);
    InvokeIT.assertRejected(gateway.invoke("f", "{}"), 404, "ResourceNotFoundException");
    assertTrue(!gateway.management("/metrics").contains("function_name=\"f\""));
  }

  @Test
  void closing_lets_what_runs_end_and_releases_every_sandbox() {
    makes(waiting());
    CompletableFuture<HttpResponse<String>> running = invokeAsync("1");
    awaitInvocations(1);
    CompletableFuture<Void> closed =
        gateway.server.close().toCompletionStage().toCompletableFuture();
    go.countDown();
    assertEquals("1", running.join().body());
    closed.join();
    assertEquals(1, source.released.size());
  }

  @Test
  void a_caller_that_leaves_while_it_waits_costs_nothing_further() {
    makes(waiting());
    CompletableFuture<HttpResponse<String>> left = invokeAsync("1");
    awaitInvocations(1);
    left.cancel(true);
    go.countDown();
    assertEquals("2", gateway.invoke("f", "2").body());
    assertNotEquals(0, source.made.size());
  }

  private void makes(FakeShim.Behaviour... behaviours) {
    Iterator<FakeShim.Behaviour> each = List.of(behaviours).iterator();
    var last = new FakeShim.Behaviour[] {behaviours[behaviours.length - 1]};
    source.makes(
        () -> new FakeShim(keys.publicKeyBase64(), each.hasNext() ? each.next() : last[0]));
  }

  private FakeShim.Behaviour waiting() {
    return (event, connection, shim) -> {
      try {
        if (!go.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody let it go on");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      FakeShim.reply(connection, event.body(), "");
    };
  }

  private CompletableFuture<HttpResponse<String>> invokeAsync(String event) {
    var request = gateway.invocation("f").POST(BodyPublishers.ofString(event)).build();
    return gateway.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private void awaitInvocations(int count) {
    Changes.await(
        count + " invocations",
        () -> source.made.stream().mapToInt(shim -> shim.invocations.size()).sum() >= count);
  }

  private void awaitReleases(int count) {
    Changes.await(count + " releases", () -> source.released.size() >= count);
  }
}
