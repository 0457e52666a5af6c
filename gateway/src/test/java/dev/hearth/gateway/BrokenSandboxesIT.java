package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.TestGateway;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of invocations when sandboxes die, cannot be made or talk nonsense. */
class BrokenSandboxesIT {
  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource source = new FakeSource();
  private final CountDownLatch go = new CountDownLatch(1);
  private TestGateway gateway;

  @BeforeEach
  void start() {
    makes(FakeShim.echo());
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("f", "r1");
  }

  @AfterEach
  void stop() {
    go.countDown();
    gateway.close();
    source.close();
  }

  @Test
  void a_sandbox_that_dies_at_work_is_a_killed_runtime_and_is_replaced() {
    makes((event, connection, shim) -> shim.close());
    HttpResponse<String> reply = gateway.invoke("f", "{}");
    assertFailed(reply, "Runtime.ExitError", "Error: Runtime exited with error: signal: killed");
    makes(FakeShim.echo());
    assertEquals("{}", gateway.invoke("f", "{}").body());
    assertEquals(1, source.released.size());
  }

  @Test
  void a_sandbox_that_dies_idle_is_noticed_before_it_is_needed() {
    gateway.invoke("f", "{}");
    source.made.getFirst().close();
    awaitReleases(1);
    assertEquals("{}", gateway.invoke("f", "{}").body());
    assertEquals(2, source.made.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n"
      })
  void what_is_no_answer_counts_as_the_runtimes_death(String answer) {
    makes(
        (event, connection, shim) -> {
          FakeShim.write(connection, answer);
          connection.close();
        });
    HttpResponse<String> reply = gateway.invoke("f", "{}");
    assertFailed(reply, "Runtime.ExitError", "Error: Runtime exited with error: signal: killed");
    makes(FakeShim.echo());
    assertEquals("{}", gateway.invoke("f", "{}").body());
  }

  @Test
  void a_large_result_that_breaks_off_breaks_off_for_the_caller_too() {
    makes(
        (event, connection, shim) -> {
          FakeShim.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n");
          FakeShim.write(connection, "x".repeat(100_000));
          connection.close();
        });
    assertThrows(UncheckedIOException.class, () -> gateway.invoke("f", "{}"));
    makes(FakeShim.echo());
    assertEquals("{}", gateway.invoke("f", "{}").body());
  }

  @Test
  void a_sandbox_that_does_not_answer_is_given_up_after_the_functions_timeout() {
    gateway.function("f", "r1", 1_000);
    makes(waiting());
    HttpResponse<String> reply = gateway.invoke("f", "{}");
    assertFailed(reply, "Sandbox.Timedout", "Error: Task timed out after 1.00 seconds");
    assertEquals(1, source.released.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 410})
  void a_refusal_sends_the_event_to_another_sandbox(int status) {
    makes(refusing(status), FakeShim.echo());
    assertEquals("7", gateway.invoke("f", "7").body());
    assertEquals(1, source.made.get(1).invocations.size());
    assertEquals(1, source.released.size());
  }

  @Test
  void sandboxes_that_all_refuse_are_not_tried_for_ever() {
    makes(refusing(409));
    InvokeIT.assertRejected(gateway.invoke("f", "7"), 500, "ServiceException");
    assertEquals(3, source.made.size());
  }

  @Test
  void a_sandbox_that_cannot_be_made_is_said_in_the_sources_words_and_not_forked_for() {
    source.failsWith("python3.99 is not installed; apt-get install python3.99");
    HttpResponse<String> reply = gateway.invoke("f", "{}");
    InvokeIT.assertRejected(reply, 500, "ServiceException");
    assertTrue(reply.body().contains("apt-get install python3.99"));
    makes(FakeShim.echo());
    assertTrue(gateway.invoke("f", "{}").body().contains("apt-get install"), "no back-off");
    assertEquals(0, source.made.size());
  }

  @Test
  void code_that_cannot_be_unpacked_is_the_functions_fault() {
    source.makes(
        () ->
            new FakeShim(keys.publicKeyBase64(), FakeShim.echo())
                .specialisesWith(
                    422, "{\"errorType\":\"InvalidZipFile\",\"errorMessage\":\"not a zip\"}"));
    HttpResponse<String> reply = gateway.invoke("f", "{}");
    InvokeIT.assertRejected(reply, 502, "InvalidZipFileException");
    assertTrue(reply.body().contains("not a zip"));
    assertEquals(1, source.released.size());
  }

  private void makes(FakeShim.Behaviour... behaviours) {
    Iterator<FakeShim.Behaviour> each = List.of(behaviours).iterator();
    var last = new FakeShim.Behaviour[] {behaviours[behaviours.length - 1]};
    source.makes(
        () -> new FakeShim(keys.publicKeyBase64(), each.hasNext() ? each.next() : last[0]));
  }

  private FakeShim.Behaviour waiting() {
    return (event, connection, shim) -> {
      try {
        if (!go.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody let it go on");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      FakeShim.reply(connection, event.body(), "");
    };
  }

  private static FakeShim.Behaviour refusing(int status) {
    return (event, connection, shim) ->
        FakeShim.write(connection, "HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\n\r\n{}");
  }

  private void awaitReleases(int count) {
    Changes.await(count + " releases", () -> source.released.size() >= count);
  }

  private static void assertFailed(HttpResponse<String> reply, String type, String message) {
    assertEquals(200, reply.statusCode());
    assertEquals("Unhandled", InvokeIT.header(reply, "X-Amz-Function-Error"));
    String id = InvokeIT.header(reply, "x-amzn-RequestId");
    String expected =
        "{\"errorType\":\""
            + type
            + "\",\"errorMessage\":\"RequestId: "
            + id
            + " "
            + message
            + "\"}";
    assertEquals(expected, reply.body());
  }
}
