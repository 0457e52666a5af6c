package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SpareLinks;
import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.net.http.HttpResponse;
import java.nio.file.Files;
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
    gateway.function("f", "r1");
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
  void a_claim_says_no_hello_to_a_spare_that_stands_ready() {
    FakeShim spare = ready(new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    assertEquals("{}", gateway.invoke("f", "{}").body());
    assertEquals(loops(), spare.hellos.get());
    assertEquals(1, spare.invocations.size());
  }

  @Test
  void a_spare_that_has_closed_its_connections_is_said_hello_to_again() throws Exception {
    FakeShim spare = ready(new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    spare.hangUp();
    Changes.await("the loss", () -> source.lost.get() == 1);
    assertEquals("{}", gateway.invoke("f", "{}").body());
    assertTrue(spare.hellos.get() > loops());
    assertEquals(List.of(spare), source.made);
  }

  @Test
  void a_spare_that_hears_nothing_is_passed_over() {
    ready(new FakeShim(keys.publicKeyBase64(), FakeShim.echo()).deaf());
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    assertEquals("{}", gateway.invoke("f", "{}").body());
    assertEquals(2, source.made.size());
    assertEquals(1, source.released.size());
  }

  @Test
  void code_that_breaks_sandboxes_breaks_two_at_most() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()).brittle());
    InvokeIT.assertRejected(gateway.invoke("f", "{}"), 500, "ServiceException");
    assertEquals(2, source.made.size());
  }

  @Test
  void code_that_has_gone_from_the_store_is_said_to_have() throws Exception {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    String sha256 = gateway.function("g", "r1").artifacts().getFirst().sha256();
    Files.delete(gateway.artifacts.path(sha256));
    HttpResponse<String> reply = gateway.invoke("g", "{}");
    InvokeIT.assertRejected(reply, 500, "ServiceException");
    assertTrue(reply.body().contains("an artifact cannot be sent"), reply.body());
  }

  @Test
  void beyond_so_many_spares_no_connections_are_kept_but_they_serve_all_the_same() {
    for (int i = 0; i < SpareLinks.MAX_KEPT; i++) {
      source.keep(new SandboxAddress("nobody-" + i, "127.0.0.1", 1, ""));
    }
    var spare = new FakeShim(keys.publicKeyBase64(), FakeShim.echo());
    source.keeps(spare);
    assertEquals("{}", gateway.invoke("f", "{}").body());
    assertEquals(1, spare.hellos.get());
  }

  private FakeShim ready(FakeShim spare) {
    source.keeps(spare);
    Changes.await("hellos", () -> spare.hellos.get() == loops());
    return spare;
  }

  private static int loops() {
    return GatewayConfig.local("", 0, 0, "", "").eventLoops();
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
