package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An alias with provisioned concurrency goes over to another version. */
@Timeout(120)
class TakeoverIT {
  private static final int KEPT = 3;
  private static final String OF_FUNCTION = "{function_name=\"f\",namespace=\"default\"} ";

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void keep_some_of_the_first_version() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("f", "first");
    gateway.publish("f", "1");
    gateway.alias("f", "live", AliasRoute.to("1"));
    gateway.provision("f", "live", KEPT);
    awaitAvailable("1");
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @Test
  void a_new_version_takes_over_with_no_cold_start() {
    var stop = new AtomicBoolean();
    var seen = new ArrayList<HttpResponse<String>>();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              while (!stop.get()) {
                seen.add(gateway.invoke("f:live", "{}"));
              }
            });
    gateway.function("f", "second");
    gateway.publish("f", "2");
    gateway.alias("f", "live", AliasRoute.to("2"));
    until(() -> version(gateway.invoke("f:live", "{}")).equals("2"));
    stop.set(true);
    load.join();
    assertTrue(seen.stream().allMatch(reply -> reply.statusCode() == 200));
    String metrics = gateway.management("/metrics");
    assertTrue(metrics.contains("\ncold_starts_total" + OF_FUNCTION + "0.0"), metrics);
    List<String> versions = seen.stream().map(TakeoverIT::version).toList();
    assertEquals(versions.stream().sorted().toList(), versions, "there is no way back");
  }

  @Test
  void until_its_sandboxes_are_there_the_old_version_serves() {
    source.failsWith("not yet");
    gateway.function("f", "second");
    gateway.publish("f", "2");
    gateway.alias("f", "live", AliasRoute.to("2"));
    assertEquals("1", version(gateway.invoke("f:live", "{}")));
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    until(() -> version(gateway.invoke("f:live", "{}")).equals("2"));
    assertEquals(2 * KEPT, source.made.size());
  }

  @Test
  void as_long_as_the_init_of_the_new_version_fails_the_old_version_serves() {
    source.makes(TakeoverIT.this::broken);
    gateway.function("f", "second", 1_000);
    gateway.publish("f", "2");
    gateway.alias("f", "live", AliasRoute.to("2"));
    until(() -> reason().equals("FUNCTION_ERROR_INIT_FAILURE"));
    assertEquals("2", version(gateway.invoke("f:2", "{}")), "whoever asks for it is served");
    assertEquals("1", version(gateway.invoke("f:live", "{}")));
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway.function("f", "third", 1_000);
    gateway.publish("f", "3");
    gateway.alias("f", "live", AliasRoute.to("3"));
    until(() -> version(gateway.invoke("f:live", "{}")).equals("3"));
    until(() -> reason().isEmpty());
  }

  private FakeShim broken() {
    return new FakeShim(
            keys.publicKeyBase64(),
            (event, connection, shim) ->
                FakeShim.reply(connection, "{}", "Hearth-Function-Error: Unhandled\r\n"))
        .specialisesWith(
            200,
            "{\"state\":\"idle\",\"initMs\":1,\"initError\":{\"errorType\":\"Runtime.ExitError\","
                + "\"errorMessage\":\"exit status 1\"}}");
  }

  private String reason() {
    return gateway.server.provisioner().standings().getFirst().reason();
  }

  @Test
  void an_alias_for_which_nothing_is_kept_leads_elsewhere_at_once() {
    gateway.function("f", "second");
    gateway.publish("f", "2");
    gateway.alias("f", "other", AliasRoute.to("1"));
    assertEquals("1", version(gateway.invoke("f:other", "{}")));
    gateway.alias("f", "other", AliasRoute.to("2"));
    assertEquals("2", version(gateway.invoke("f:other", "{}")));
  }

  private static String version(HttpResponse<String> reply) {
    return reply.headers().firstValue("X-Amz-Executed-Version").orElse("");
  }

  private void awaitAvailable(String version) {
    String wanted =
        "\nprovisioned_concurrency_available{executed_version=\"%s\",function_name=\"f\",namespace=\"default\"} %d.0"
            .formatted(version, KEPT);
    until(() -> gateway.management("/metrics").contains(wanted));
  }

  private static void until(BooleanSupplier holds) {
    long end = System.currentTimeMillis() + 20_000;
    while (!holds.getAsBoolean()) {
      assertTrue(System.currentTimeMillis() < end, "waited in vain");
      Thread.onSpinWait();
    }
  }
}
