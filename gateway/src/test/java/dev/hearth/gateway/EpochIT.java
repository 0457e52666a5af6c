package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.KnownOwners;
import dev.hearth.gateway.testing.TestGateway;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway says to sandboxes of its epoch, and hears of others. */
class EpochIT {
  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private final KnownOwners knows = new KnownOwners(7);
  private TestGateway gateway;

  @BeforeEach
  void start() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway = new TestGateway(folder, keys, source, config -> config, knows);
    gateway.function("f", "r1");
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @Test
  void sandboxes_are_told_the_epoch_of_this_moment() {
    gateway.invoke("f", "1");
    FakeShim shim = source.made.getFirst();
    assertEquals("7", shim.specialisations.getFirst().headers().get("hearth-epoch"));
    assertEquals("7", shim.invocations.getFirst().headers().get("hearth-epoch"));
    knows.epoch(8);
    gateway.invoke("f", "2");
    assertEquals("8", shim.invocations.get(1).headers().get("hearth-epoch"));
  }

  @Test
  void a_sandbox_that_follows_a_higher_epoch_says_so_and_another_is_taken() {
    source.makes(
        () -> {
          boolean first = source.made.isEmpty();
          return new FakeShim(
              keys.publicKeyBase64(),
              first
                  ? (event, connection, shim) ->
                      FakeShim.write(
                          connection,
                          "HTTP/1.1 410 X\r\nHearth-Epoch: 9\r\nContent-Length: 0\r\n\r\n")
                  : FakeShim.echo());
        });
    assertEquals("1", gateway.invoke("f", "1").body());
    assertEquals(List.of(9L), knows.told);
  }

  @Test
  void a_spare_that_is_asked_for_too_late_says_so() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()).specialisedOnlyAt(9));
    assertEquals(500, gateway.invoke("f", "1").statusCode());
    assertEquals(List.of(9L), knows.told);
  }

  @Test
  void a_sandbox_that_is_greeted_too_late_says_so() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()).following(9));
    assertEquals(500, gateway.invoke("f", "1").statusCode());
    assertTrue(knows.told.contains(9L), knows.told::toString);
  }
}
