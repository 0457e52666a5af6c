package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingIT {
  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("echo", "r1");
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @Test
  void clients_keep_their_connections_until_the_end_is_announced() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    assertEquals(Optional.empty(), connection(gateway.invoke("echo", "1")));
    gateway.server.announceEnd();
    HttpResponse<String> answer = gateway.invoke("echo", "2");
    assertEquals("2", answer.body());
    assertEquals(Optional.of("close"), connection(answer));
  }

  @Test
  void an_invocation_that_the_end_finds_running_is_answered_and_its_client_sent_away() {
    source.makes(
        () ->
            new FakeShim(
                keys.publicKeyBase64(),
                (event, connection, shim) -> {
                  var _ = gateway.server.drain();
                  FakeShim.reply(connection, event.body(), "");
                }));
    HttpResponse<String> answer = gateway.invoke("echo", "3");
    assertEquals("3", answer.body());
    assertEquals(Optional.of("close"), connection(answer));
  }

  private static Optional<String> connection(HttpResponse<String> answer) {
    return answer.headers().firstValue("Connection");
  }
}
