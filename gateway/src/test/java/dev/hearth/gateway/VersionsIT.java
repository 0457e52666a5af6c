package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsIT {
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:f";

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void publish_one() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("f", "old");
    gateway.publish("f", "1");
    gateway.function("f", "new");
    gateway.alias("f", "prod", AliasRoute.to("1"));
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f:1",
        "000000000000:function:f:1",
        "f:prod",
        ARN + ":prod",
        "f:$LATEST.PUBLISHED"
      })
  void a_qualifier_in_the_name_chooses_the_version(String name) {
    assertEquals("1", executed(gateway.invoke(name, "{}")));
    assertTrue(source.made.getFirst().specialisations.getFirst().body().contains("zip of fold"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "prod"})
  void a_qualifier_beside_the_name_chooses_the_version_and_stands_in_the_arn(String qualifier) {
    var uri = gateway.uri("/2015-03-31/functions/f/invocations?Qualifier=" + qualifier);
    var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("{}"));
    assertEquals("1", executed(gateway.send(request)));
    var seen = source.made.getFirst().invocations.getFirst().headers();
    assertEquals(ARN + ":" + qualifier, seen.get("hearth-function-arn"));
  }

  @Test
  void a_version_stays_what_it_was_and_keeps_its_sandboxes_when_the_function_changes() {
    gateway.invoke("f:1", "{}");
    gateway.function("f", "newer");
    assertEquals("1", executed(gateway.invoke("f:1", "{}")));
    assertEquals(1, source.made.size());
    assertEquals("$LATEST", executed(gateway.invoke("f", "{}")));
    assertEquals(2, source.made.size());
  }

  @Test
  void an_alias_that_moves_takes_the_next_invocation_with_it() {
    assertEquals("1", executed(gateway.invoke("f:prod", "{}")));
    gateway.publish("f", "2");
    gateway.alias("f", "prod", AliasRoute.to("2"));
    assertEquals("2", executed(gateway.invoke("f:prod", "{}")));
    gateway.alias("f", "prod", AliasRoute.to("$LATEST"));
    assertEquals("$LATEST", executed(gateway.invoke("f:prod", "{}")));
  }

  @Test
  void an_alias_of_two_versions_sends_invocations_to_both() {
    gateway.publish("f", "2");
    gateway.alias("f", "prod", new AliasRoute("1", "2", 0.5));
    var seen = new HashSet<String>();
    // That a hundred tosses of a coin fall on one side will not be seen.
    for (int i = 0; i < 100; i++) {
      seen.add(executed(gateway.invoke("f:prod", "{}")));
    }
    assertEquals(2, seen.size());
    gateway.alias("f", "prod", new AliasRoute("1", "2", 0));
    for (int i = 0; i < 20; i++) {
      assertEquals("1", executed(gateway.invoke("f:prod", "{}")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "test", "lost"})
  void what_does_not_exist_is_not_found_under_its_full_name(String qualifier) {
    gateway.alias("f", "lost", AliasRoute.to("7"));
    HttpResponse<String> reply = gateway.invoke("f:" + qualifier, "{}");
    InvokeIT.assertRejected(reply, 404, "ResourceNotFoundException");
    assertTrue(reply.body().contains("Function not found: " + ARN + ":" + qualifier), reply.body());
  }

  @Test
  void the_sandboxes_of_a_version_go_with_it() {
    gateway.invoke("f:1", "{}");
    gateway.catalogue.publish(before -> Map.of(TestGateway.id("f"), Publications.NONE));
    Changes.await("a release", () -> source.released.size() == 1);
    assertEquals(404, gateway.invoke("f:1", "{}").statusCode());
  }

  @Test
  void the_same_code_under_another_number_is_another_revision() {
    FunctionVersion two = gateway.publish("f", "2");
    assertNotEquals(two.revision(), gateway.publish("f", "3").revision());
    assertEquals(two, gateway.publish("f", "2"));
  }

  private static String executed(HttpResponse<String> reply) {
    assertEquals(200, reply.statusCode(), reply.body());
    return InvokeIT.header(reply, "X-Amz-Executed-Version");
  }
}
