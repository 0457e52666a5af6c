package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvokeIT {
  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void start() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("echo", "r1", 3_000);
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @Test
  void an_event_reaches_the_function_and_its_result_comes_back() {
    HttpResponse<String> reply = gateway.invoke("echo", "{\"a\":1}");
    assertEquals(200, reply.statusCode());
    assertEquals("{\"a\":1}", reply.body());
    assertEquals("$LATEST", reply.headers().firstValue("X-Amz-Executed-Version").orElseThrow());
    assertEquals("application/json", reply.headers().firstValue("Content-Type").orElseThrow());
    assertTrue(reply.headers().firstValue("X-Amz-Function-Error").isEmpty());
  }
}
