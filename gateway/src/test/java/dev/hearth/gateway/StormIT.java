package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StormIT {
  private static final int FUNCTIONS = 10;
  private static final int PARALLEL = 100;
  private static final int ROUNDS = 5;

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final long seed = Long.getLong("hearth.seed", System.nanoTime());

  @Test
  @Timeout(120)
  void a_hundred_invocations_at_once_end_once_each_while_sandboxes_crash_and_hang() {
    try (var source = new FakeSource()) {
      source.makes(() -> new FakeShim(keys.publicKeyBase64(), this::behave));
      try (var gateway = new TestGateway(folder, keys, source, c -> c)) {
        for (int f = 0; f < FUNCTIONS; f++) {
          gateway.function("f" + f, "r1", 1_000);
        }
        Map<String, Integer> kinds = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
          round(gateway, round, kinds);
        }
        eachEventWasDeliveredAtMostOnce(source);
        assertTrue(kinds.size() == 3, () -> kinds + " with -Dhearth.seed=" + seed);
        assertEquals(PARALLEL * ROUNDS, kinds.values().stream().mapToInt(n -> n).sum());
      }
    }
  }

  private static void round(TestGateway gateway, int round, Map<String, Integer> kinds) {
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    for (int i = 0; i < PARALLEL; i++) {
      var request =
          gateway
              .invocation("f" + i % FUNCTIONS)
              .timeout(Duration.ofSeconds(60))
              .POST(BodyPublishers.ofString(event(round, i)))
              .build();
      running.add(gateway.client.sendAsync(request, BodyHandlers.ofString()));
    }
    for (int i = 0; i < PARALLEL; i++) {
      HttpResponse<String> reply = running.get(i).join();
      assertEquals(200, reply.statusCode(), reply.body());
      kinds.merge(kind(reply, event(round, i)), 1, Integer::sum);
    }
  }

  private static String kind(HttpResponse<String> reply, String event) {
    if (reply.headers().firstValue("X-Amz-Function-Error").isEmpty()) {
      assertEquals(event, reply.body(), "another invocation's result");
      return "answered";
    }
    String id = InvokeIT.header(reply, "x-amzn-RequestId");
    assertTrue(reply.body().contains(id), "another invocation's error");
    return reply.body().contains("Sandbox.Timedout") ? "timed out" : "crashed";
  }

  private static void eachEventWasDeliveredAtMostOnce(FakeSource source) {
    Set<String> seen = new HashSet<>();
    for (FakeShim shim : source.made) {
      for (FakeShim.Request event : shim.invocations) {
        assertTrue(seen.add(event.body()), () -> event.body() + " came twice");
      }
    }
  }

  private static String event(int round, int i) {
    return "{\"event\":\"" + round + "-" + i + "\"}";
  }

  /** What happens to an event depends on the seed and on itself only. */
  private void behave(FakeShim.Request event, Socket connection, FakeShim shim) throws IOException {
    int chance = new SplittableRandom(seed + event.body().hashCode()).nextInt(20);
    if (chance == 0) {
      shim.close();
    } else if (chance == 1) {
      connection.getInputStream().read();
    } else {
      FakeShim.reply(connection, event.body(), "");
    }
  }
}
