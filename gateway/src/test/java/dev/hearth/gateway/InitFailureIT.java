package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxSource;
import dev.hearth.gateway.sandbox.shim.InitFailure;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitFailureIT {
  private static final String FAILED =
      "{\"state\":\"idle\",\"initMs\":1,\"initError\":{\"errorType\":\"Runtime.HandlerNotFound\","
          + "\"errorMessage\":\"no b in a\"}}";
  private static final String NO_HANDLER = "Runtime.HandlerNotFound: no b in a";

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource spares = new FakeSource();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder, keys, new Hearing(), config -> config);
    gateway.function("f", "r1");
  }

  @AfterEach
  void stop() {
    gateway.close();
    spares.close();
  }

  private void makes(FakeShim.Behaviour behaviour, String answer) {
    spares.makes(
        () -> new FakeShim(keys.publicKeyBase64(), behaviour).specialisesWith(200, answer));
  }

  @Test
  void how_an_init_ended_is_heard() {
    makes(FakeShim.echo(), "{\"state\":\"idle\",\"initMs\":1}");
    gateway.invoke("f", "{}");
    assertEquals(List.of("well"), heard);
  }

  @Test
  void an_init_that_failed_and_then_succeeds_within_an_invocation_is_heard_once() {
    makes(FakeShim.echo(), FAILED);
    gateway.invoke("f", "{}");
    gateway.invoke("f", "{}");
    assertEquals(List.of(NO_HANDLER, "well"), heard);
  }

  @Test
  void an_init_that_fails_again_is_not_taken_for_a_success() {
    makes(
        (event, connection, shim) ->
            FakeShim.reply(connection, "{}", "Hearth-Function-Error: Unhandled\r\n"),
        FAILED);
    gateway.invoke("f", "{}");
    gateway.invoke("f", "{}");
    assertEquals(List.of(NO_HANDLER), heard);
  }

  @Test
  void nonsense_about_an_init_is_no_failure() {
    makes(FakeShim.echo(), "{\"initError\":[7]}");
    gateway.invoke("f", "{}");
    assertEquals(List.of("well"), heard);
  }

  private final class Hearing implements SandboxSource {
    @Override
    public Future<SandboxAddress> acquire(FunctionVersion function) {
      return spares.acquire(function);
    }

    @Override
    public void initEnded(FunctionVersion function, Optional<InitFailure> failure) {
      heard.add(failure.map(f -> f.errorType() + ": " + f.errorMessage()).orElse("well"));
    }

    @Override
    public void release(SandboxAddress sandbox) {
      spares.release(sandbox);
    }
  }
}
