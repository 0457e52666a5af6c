package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AdmissionIT {
  private static final int RESERVED = 7;
  private static final int CLIENTS = 100;
  private static final List<String> NONE_RUNS =
      List.of(
          "\nconcurrent_executions{function_name=\"f\",namespace=\"default\"} 0.0",
          "\nunreserved_concurrent_executions{namespace=\"default\"} 0.0");

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final long seed = Long.getLong("hearth.seed", System.nanoTime());
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder, keys, source, config -> config.withEventLoops(3));
    gateway.function("f", "r1");
    makes(FakeShim.echo());
  }

  @AfterEach
  void stop() {
    go.countDown();
    gateway.close();
    source.close();
  }

  @Test
  void of_a_hundred_clients_at_once_seven_run_and_the_others_hear_why_not() {
    limit(1_000, RESERVED);
    makes(this::untilLetGo);
    List<CompletableFuture<HttpResponse<String>>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(invokeAsync("1"));
    }
    Changes.await("seven invocations", () -> running.get() == RESERVED);
    Changes.await(
        "the refusals",
        () -> clients.stream().filter(CompletableFuture::isDone).count() == CLIENTS - RESERVED);
    go.countDown();
    var statuses = clients.stream().map(CompletableFuture::join).toList();
    assertEquals(RESERVED, statuses.stream().filter(r -> r.statusCode() == 200).count());
    for (HttpResponse<String> refused : statuses) {
      if (refused.statusCode() != 200) {
        InvokeIT.assertRejected(refused, 429, "TooManyRequestsException");
        assertEquals("1", InvokeIT.header(refused, "Retry-After"));
        assertEquals(
            "{\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\",\"Type\":\"User\","
                + "\"message\":\"Rate Exceeded.\"}",
            refused.body());
      }
    }
    assertEquals(RESERVED, most.get());
    assertEquals(RESERVED, source.made.size());
  }

  @Test
  void as_many_clients_as_reserved_are_never_refused_whatever_they_are_answered() {
    limit(1_000, RESERVED);
    makes(AdmissionIT::inSomeForm);
    List<Thread> clients = new ArrayList<>();
    var refusals = new AtomicInteger();
    for (int i = 0; i < RESERVED; i++) {
      // Ten requests each are what the request rate lets through at once.
      clients.add(Thread.ofVirtual().start(() -> refusals.addAndGet(refused(10))));
    }
    clients.forEach(AdmissionIT::join);
    assertEquals(0, refusals.get());
  }

  @Test
  void more_than_ten_requests_a_second_for_each_reserved_execution_are_refused() {
    limit(1_000, 1);
    String answer = "1";
    for (int i = 0; i < 300 && answer.equals("1"); i++) {
      answer = gateway.invoke("f", "1").body();
    }
    assertTrue(answer.contains("ReservedFunctionInvocationRateLimitExceeded"), answer);
  }

  @Test
  void a_function_with_nothing_reserved_is_switched_off_and_on_again() {
    limit(1_000, 0);
    assertTrue(
        gateway
            .invoke("f", "1")
            .body()
            .contains("ReservedFunctionConcurrentInvocationLimitExceeded"));
    assertEquals(0, source.made.size());
    gateway.catalogue.limit(before -> Limits.NONE);
    assertEquals("1", gateway.invoke("f", "1").body());
  }

  @Test
  void the_functions_of_an_account_share_its_limit() {
    gateway.catalogue.limit(before -> new Limits(Map.of("default", 1), Map.of()));
    gateway.function("other", "r1");
    makes(this::untilLetGo);
    CompletableFuture<HttpResponse<String>> one = invokeAsync("1");
    Changes.await("an invocation", () -> running.get() == 1);
    String refusal = gateway.invoke("other", "1").body();
    assertTrue(refusal.contains("\"ConcurrentInvocationLimitExceeded\""), refusal);
    assertTrue(
        gateway
            .management("/metrics")
            .contains("unreserved_concurrent_executions{namespace=\"default\"} 1.0"));
    go.countDown();
    assertEquals(200, one.join().statusCode());
  }

  @Test
  void every_permit_comes_back_after_crashes_hangs_and_clients_that_left() {
    gateway.function("f", "r1", 1_000);
    limit(1_000, RESERVED);
    makes(this::behave);
    var random = new SplittableRandom(seed);
    List<CompletableFuture<HttpResponse<String>>> clients = new ArrayList<>();
    for (int i = 0; i < 3 * CLIENTS; i++) {
      clients.add(invokeAsync(Integer.toString(i)));
      if (random.nextInt(10) == 0) {
        clients.removeLast().cancel(true);
      }
    }
    for (var client : clients) {
      int status = client.handle((reply, e) -> reply == null ? 0 : reply.statusCode()).join();
      assertTrue(status == 200 || status == 429, status + " with -Dhearth.seed=" + seed);
    }
    assertTrue(most.get() <= RESERVED, most + " with -Dhearth.seed=" + seed);
    awaitNoneRuns();
  }

  @Test
  void a_sandbox_that_cannot_be_reached_again_keeps_no_permit() {
    limit(1_000, 3);
    makes(
        (event, connection, shim) -> {
          shim.lyingAboutWhoItIs();
          FakeShim.reply(connection, event.body(), "");
        });
    for (int i = 0; i < 8; i++) {
      // A client of its own has a connection of its own, which may come to another event loop.
      try (var client = HttpClient.newHttpClient()) {
        var request = gateway.invocation("f").POST(BodyPublishers.ofString("1")).build();
        assertEquals(200, client.sendAsync(request, BodyHandlers.ofString()).join().statusCode());
      }
    }
    assertTrue(source.made.size() > 1, "no sandbox was unreachable");
    awaitNoneRuns();
  }

  private void awaitNoneRuns() {
    // Without reservations all that is in flight is counted together.
    gateway.catalogue.limit(before -> Limits.NONE);
    long end = System.currentTimeMillis() + 20_000;
    while (!NONE_RUNS.stream().allMatch(gateway.management("/metrics")::contains)) {
      assertTrue(System.currentTimeMillis() < end, "some run for ever");
      Thread.onSpinWait();
    }
  }

  private void limit(int account, int reserved) {
    var reservation = new Reservation(reserved, Instant.EPOCH);
    gateway.catalogue.limit(
        before -> new Limits(Map.of("default", account), Map.of(TestGateway.id("f"), reservation)));
  }

  private int refused(int requests) {
    int refused = 0;
    for (int i = 0; i < requests; i++) {
      refused += gateway.invoke("f", Integer.toString(i)).statusCode() == 429 ? 1 : 0;
    }
    return refused;
  }

  private void makes(FakeShim.Behaviour behaviour) {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), behaviour));
  }

  /** Small, large and streamed answers by turns. */
  private static void inSomeForm(FakeShim.Request event, Socket connection, FakeShim shim)
      throws IOException {
    switch (Integer.parseInt(event.body()) % 3) {
      case 0 -> FakeShim.reply(connection, "1", "");
      case 1 -> FakeShim.reply(connection, "x".repeat(200_000), "");
      default ->
          FakeShim.write(
              connection,
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    }
  }

  private void untilLetGo(FakeShim.Request event, Socket connection, FakeShim shim)
      throws IOException {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      assertTrue(go.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    running.decrementAndGet();
    FakeShim.reply(connection, event.body(), "");
  }

  private void behave(FakeShim.Request event, Socket connection, FakeShim shim) throws IOException {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    int chance = new SplittableRandom(seed + event.body().hashCode()).nextInt(12);
    if (chance == 1) {
      connection.getInputStream().read();
    }
    running.decrementAndGet();
    if (chance == 0) {
      shim.close();
    } else {
      inSomeForm(event, connection, shim);
    }
  }

  private CompletableFuture<HttpResponse<String>> invokeAsync(String event) {
    var request = gateway.invocation("f").POST(BodyPublishers.ofString(event)).build();
    return gateway.client.sendAsync(request, BodyHandlers.ofString());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
