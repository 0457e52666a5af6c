package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProvisionedIT {
  private static final int KEPT = 5;
  private static final String TAGS =
      "{executed_version=\"1\",function_name=\"f\",namespace=\"default\"} ";
  private static final String OF_FUNCTION = "{function_name=\"f\",namespace=\"default\"} ";

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private final CountDownLatch go = new CountDownLatch(1);
  private TestGateway gateway;

  @BeforeEach
  void keep_five() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("f", "old");
    gateway.publish("f", "1");
    gateway.provision("f", "1", KEPT);
    awaitAvailable(KEPT);
  }

  @AfterEach
  void stop() {
    go.countDown();
    gateway.close();
    source.close();
  }

  @Test
  void they_are_initialised_before_anybody_asks_and_told_so() {
    assertEquals(KEPT, source.made.size());
    for (FakeShim shim : source.made) {
      String told = shim.specialisations.getFirst().body();
      assertTrue(told.contains("\"initializationType\":\"provisioned-concurrency\""), told);
    }
    assertEquals("{}", gateway.invoke("f:1", "{}").body());
    assertEquals(KEPT, source.made.size());
    assertMetric("cold_starts_total" + OF_FUNCTION + "0.0");
    assertMetric("provisioned_concurrency_invocations_total" + OF_FUNCTION + "1.0");
  }

  @Test
  void those_that_die_are_replaced_before_they_are_missed() {
    List.copyOf(source.made).forEach(FakeShim::close);
    Changes.await("the releases", () -> source.released.size() == KEPT);
    awaitAvailable(KEPT);
    assertEquals(2 * KEPT, source.made.size());
  }

  @Test
  void one_more_than_are_kept_spills_over_and_is_told_so() {
    source.made.clear();
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), this::untilLetGo));
    gateway.function("f", "new");
    gateway.publish("f", "1");
    awaitAvailable(KEPT);
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    for (int i = 0; i <= KEPT; i++) {
      var request = gateway.invocation("f:1").POST(BodyPublishers.ofString("1")).build();
      running.add(gateway.client.sendAsync(request, BodyHandlers.ofString()));
    }
    Changes.await(
        "six at work",
        () -> source.made.stream().filter(shim -> !shim.invocations.isEmpty()).count() == KEPT + 1);
    String last = source.made.getLast().specialisations.getFirst().body();
    assertTrue(last.contains("\"initializationType\":\"on-demand\""), last);
    assertMetric("provisioned_concurrency_spillover_invocations_total" + OF_FUNCTION + "1.0");
    assertMetric("provisioned_concurrency_utilization" + TAGS + "1.0");
    go.countDown();
    running.forEach(reply -> assertEquals(200, reply.join().statusCode()));
  }

  @Test
  void other_versions_have_none_kept() {
    gateway.invoke("f", "{}");
    assertEquals(KEPT + 1, source.made.size());
    String last = source.made.getLast().specialisations.getFirst().body();
    assertTrue(last.contains("\"initializationType\":\"on-demand\""), last);
  }

  private void untilLetGo(FakeShim.Request event, java.net.Socket connection, FakeShim shim)
      throws java.io.IOException {
    try {
      assertTrue(go.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    FakeShim.reply(connection, event.body(), "");
  }

  private void awaitAvailable(int number) {
    long end = System.currentTimeMillis() + 20_000;
    String wanted = "\nprovisioned_concurrency_available" + TAGS + number + ".0";
    while (!gateway.management("/metrics").contains(wanted)) {
      assertTrue(System.currentTimeMillis() < end, () -> gateway.management("/metrics"));
      Thread.onSpinWait();
    }
  }

  private void assertMetric(String line) {
    String metrics = gateway.management("/metrics");
    assertTrue(metrics.contains("\n" + line), metrics);
  }
}
