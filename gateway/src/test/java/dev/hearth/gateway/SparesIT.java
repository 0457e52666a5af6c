package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spares that are not what they should be. */
class SparesIT {
  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("f", "r1", 3_000);
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @Test
  void an_impostor_never_sees_a_payload() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()).lyingAboutWhoItIs());
    HttpResponse<String> reply = gateway.invoke("f", "{\"secret\":1}");
    InvokeIT.assertRejected(reply, 500, "ServiceException");
    assertTrue(reply.body().contains("not the sandbox meant"), reply.body());
    for (FakeShim impostor : source.made) {
      assertEquals(0, impostor.specialisations.size() + impostor.invocations.size());
    }
  }

  @Test
  void a_spare_that_has_gone_or_is_none_any_more_is_passed_over() {
    var kinds =
        List.of(
                new FakeShim(keys.publicKeyBase64(), FakeShim.echo()).lyingAboutWhoItIs(),
                new FakeShim(keys.publicKeyBase64(), FakeShim.echo()).specialisesWith(409, "{}"),
                new FakeShim(keys.publicKeyBase64(), FakeShim.echo()))
            .iterator();
    source.makes(kinds::next);
    assertEquals("{}", gateway.invoke("f", "{}").body());
    assertEquals(3, source.made.size());
  }
}
