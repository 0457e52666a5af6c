package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.ownership.Place;
import dev.hearth.gateway.testing.Changes;
import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.KnownOwners;
import dev.hearth.gateway.testing.RawClient;
import dev.hearth.gateway.testing.TestGateway;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways: one that is asked, and one that decides. */
class ForwardingIT {
  private static final Place THERE = new Place.There("owner");
  private static final String HEAD =
      "POST /2015-03-31/functions/f/invocations HTTP/1.1\r\nHost: x\r\n";
  private static final String STREAM_HEAD =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Content-Type: text/plain",
          "Hearth-Response-Mode: streaming",
          "Transfer-Encoding: chunked",
          "",
          "");

  @TempDir Path folder;
  private final GatewayKeys keys = GatewayKeys.generate();
  private final FakeSource frontSource = new FakeSource();
  private final FakeSource ownerSource = new FakeSource();
  private final KnownOwners frontKnows = new KnownOwners(7);
  private final KnownOwners ownerKnows = new KnownOwners(8);
  private TestGateway front;
  private TestGateway owner;

  @BeforeEach
  void start() {
    behaves(FakeShim.echo());
    front = new TestGateway(folder.resolve("a"), keys, frontSource, config -> config, frontKnows);
    owner = new TestGateway(folder.resolve("b"), keys, ownerSource, config -> config, ownerKnows);
    front.function("f", "r1");
    owner.function("f", "r1");
    frontKnows.decides("f", THERE);
    frontKnows.isAt("owner", owner.server.port());
  }

  @AfterEach
  void stop() {
    front.close();
    owner.close();
    frontSource.close();
    ownerSource.close();
  }

  private void behaves(FakeShim.Behaviour behaviour) {
    frontSource.makes(() -> new FakeShim(keys.publicKeyBase64(), behaviour));
    ownerSource.makes(() -> new FakeShim(keys.publicKeyBase64(), behaviour));
  }

  @Test
  void an_invocation_is_done_by_the_gateway_that_decides() {
    HttpResponse<String> answer =
        front.send(
            front
                .invocation("f:$LATEST")
                .header("X-Amz-Tenant-Id", "blue")
                .POST(BodyPublishers.ofString("{\"a\":1}")));
    assertEquals("{\"a\":1}", answer.body());
    assertEquals("$LATEST", InvokeIT.header(answer, "X-Amz-Executed-Version"));
    assertEquals(List.of(), frontSource.made);
    FakeShim.Request event = ownerSource.made.getFirst().invocations.getFirst();
    assertEquals(
        InvokeIT.header(answer, "x-amzn-RequestId"), event.headers().get("hearth-request-id"));
    assertEquals(
        InvokeIT.header(answer, "X-Amzn-Trace-Id"), event.headers().get("hearth-trace-id"));
    assertEquals(7L, ownerKnows.told.getFirst());
  }

  @Test
  void a_functions_error_and_its_log_come_back_as_they_are() {
    behaves(
        (event, connection, shim) ->
            FakeShim.reply(
                connection,
                "{\"errorType\":\"E\"}",
                "Hearth-Function-Error: Unhandled\r\nHearth-Log-Tail: bG9n\r\n"));
    HttpResponse<String> there = tail(front);
    HttpResponse<String> here = tail(owner);
    assertEquals("bG9n", InvokeIT.header(there, "X-Amz-Log-Result"));
    assertEquals(here.statusCode(), there.statusCode());
    assertEquals(here.body(), there.body());
    assertEquals(names(here), names(there));
  }

  private static HttpResponse<String> tail(TestGateway gateway) {
    return gateway.send(
        gateway
            .invocation("f")
            .header("X-Amz-Log-Type", "Tail")
            .POST(BodyPublishers.ofString("{}")));
  }

  private static List<String> names(HttpResponse<String> answer) {
    return answer.headers().map().keySet().stream().sorted().toList();
  }

  @Test
  void large_events_and_results_flow_through() {
    String event = "\"" + "x".repeat(5_000_000) + "\"";
    assertEquals(event, invoke(BodyPublishers.ofString(event)).body());
    BodyPublisher chunked = BodyPublishers.fromPublisher(BodyPublishers.ofString(event));
    assertEquals(event, invoke(chunked).body());
    assertEquals(List.of(), frontSource.made);
  }

  @Test
  void what_is_wrong_with_an_event_is_told_as_it_is_without_a_hop() {
    HttpResponse<String> here = owner.invoke("f", "{\"a\":");
    HttpResponse<String> there = front.invoke("f", "{\"a\":");
    assertEquals(400, there.statusCode());
    assertEquals(here.body(), there.body());
    String large = "\"" + "x".repeat(100_000);
    assertEquals(owner.invoke("f", large).body(), front.invoke("f", large).body());
  }

  @Test
  void a_stream_arrives_while_it_is_made() throws IOException {
    var seen = new CountDownLatch(1);
    behaves(
        (event, connection, shim) -> {
          FakeShim.write(connection, STREAM_HEAD + "5\r\nfirst\r\n");
          try {
            seen.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          FakeShim.write(connection, "4\r\nlast\r\n0\r\nHearth-Duration-Us: 7\r\n\r\n");
        });
    try (var client = new RawClient(front.server.port())) {
      client.send(
          "POST /2021-11-15/functions/f/response-streaming-invocations HTTP/1.1\r\nHost: x\r\n"
              + "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
      assertTrue(client.head().startsWith("HTTP/1.1 200"));
      var text = new StringBuilder();
      while (text.indexOf("first") < 0) {
        text.append(new String(client.read(1), StandardCharsets.ISO_8859_1));
      }
      assertEquals(-1, text.indexOf("last"));
      seen.countDown();
      String rest = new String(client.rest(), StandardCharsets.ISO_8859_1);
      assertTrue(rest.contains("last"), rest);
      assertTrue(rest.contains("InvokeComplete"), rest);
      assertTrue(rest.endsWith("0\r\n\r\n"), rest);
    }
  }

  @Test
  void who_is_sent_on_to_the_wrong_gateway_comes_to_the_right_one_by_newer_knowledge() {
    ownerKnows.decides("f", new Place.There("front"));
    var whole =
        front.client.sendAsync(
            front.invocation("f").POST(BodyPublishers.ofString("1")).build(),
            HttpResponse.BodyHandlers.ofString());
    String large = "\"" + "x".repeat(1_000_000) + "\"";
    var arriving =
        front.client.sendAsync(
            front.invocation("f").POST(BodyPublishers.ofString(large)).build(),
            HttpResponse.BodyHandlers.ofString());
    Changes.await("both being sent back", () -> frontKnows.told.size() >= 4);
    assertEquals(8L, frontKnows.told.getFirst());
    frontKnows.decides("f", new Place.Here(8));
    assertEquals("1", whole.join().body());
    assertEquals(large, arriving.join().body());
    assertEquals(List.of(), ownerSource.made);
  }

  @Test
  void who_decides_is_waited_for() {
    frontKnows.decides("f", new Place.Unknown());
    var answer =
        front.client.sendAsync(
            front.invocation("f").POST(BodyPublishers.ofString("1")).build(),
            HttpResponse.BodyHandlers.ofString());
    frontKnows.decides("f", new Place.There("nobody"));
    frontKnows.isAt("nobody", 1);
    frontKnows.decides("f", THERE);
    assertEquals("1", answer.join().body());
  }

  @Test
  void nobody_is_waited_for_for_ever() {
    frontKnows.decides("f", new Place.Unknown());
    HttpResponse<String> answer = front.invoke("f", "1");
    assertEquals(500, answer.statusCode());
    assertEquals("ServiceException", InvokeIT.header(answer, "x-amzn-ErrorType"));
  }

  @Test
  void what_a_lost_gateway_may_have_begun_is_not_begun_again() {
    behaves(
        (event, connection, shim) -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    var answer =
        front.client.sendAsync(
            front.invocation("f").POST(BodyPublishers.ofString("1")).build(),
            HttpResponse.BodyHandlers.ofString());
    Changes.await(
        "the function to run",
        () -> !ownerSource.made.isEmpty() && !ownerSource.made.getFirst().invocations.isEmpty());
    frontKnows.isLost("owner");
    frontKnows.decides("f", new Place.Here(8));
    assertEquals(500, answer.join().statusCode());
    assertTrue(answer.join().body().contains("may have run"), answer.join().body());
    assertEquals(List.of(), frontSource.made);
  }

  @Test
  void an_upload_that_the_client_breaks_off_is_broken_off_at_the_owner() throws IOException {
    try (var client = new RawClient(front.server.port())) {
      client.send(HEAD + "Content-Length: 1000000\r\n\r\n\"").send("x".repeat(500_000));
      Changes.await(
          "its beginning", () -> !ownerSource.made.isEmpty() && ownerSource.made.getFirst().busy());
    }
    Changes.await("its end", () -> ownerSource.made.getFirst().brokenUploads.get() == 1);
    assertEquals("1", front.invoke("f", "1").body());
  }

  @Test
  void nobody_else_can_pretend_to_send_requests_on() throws IOException {
    try (var client = new RawClient(owner.server.port())) {
      client.send(
          "POST /2015-03-31/functions/f/invocations HTTP/1.1\r\nHost: x\r\n"
              + "Hearth-Forwarded: 9 9999999999999 AAAA\r\nContent-Length: 2\r\n\r\n{}");
      assertTrue(client.head().startsWith("HTTP/1.1 403"));
    }
    assertEquals(List.of(), ownerKnows.told);
  }

  private HttpResponse<String> invoke(BodyPublisher event) {
    return front.send(front.invocation("f").POST(event));
  }
}
