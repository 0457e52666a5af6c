package dev.hearth.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.testing.FakeShim;
import dev.hearth.gateway.testing.FakeSource;
import dev.hearth.gateway.testing.FrameReader;
import dev.hearth.gateway.testing.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponseStreamIT {
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
  private final FakeSource source = new FakeSource();
  private TestGateway gateway;

  @BeforeEach
  void start() {
    source.makes(() -> new FakeShim(keys.publicKeyBase64(), FakeShim.echo()));
    gateway = new TestGateway(folder, keys, source, config -> config);
    gateway.function("f", "r1");
  }

  @AfterEach
  void stop() {
    gateway.close();
    source.close();
  }

  @Test
  void a_buffered_result_is_one_chunk_and_an_end() throws IOException {
    List<FrameReader.Frame> frames = FrameReader.all(stream("{\"a\":1}"));
    assertEquals(2, frames.size());
    assertEquals("PayloadChunk", frames.get(0).headers().get(":event-type"));
    assertEquals("application/octet-stream", frames.get(0).headers().get(":content-type"));
    assertEquals("{\"a\":1}", frames.get(0).payload());
    assertEquals("event", frames.get(1).headers().get(":message-type"));
    assertEquals("InvokeComplete", frames.get(1).headers().get(":event-type"));
    assertEquals("{}", frames.get(1).payload());
  }

  @Test
  void the_first_chunk_is_here_before_the_function_ends() throws IOException {
    var seen = new CountDownLatch(1);
    behaves(
        connection -> {
          FakeShim.write(connection, STREAM_HEAD + "5\r\nfirst\r\n");
          try {
            assertTrue(seen.await(20, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          FakeShim.write(connection, "4\r\nlast\r\n0\r\nHearth-Duration-Us: 7\r\n\r\n");
        });
    InputStream in = stream("{}");
    assertEquals("first", FrameReader.next(in).payload());
    seen.countDown();
    assertEquals("last", FrameReader.next(in).payload());
    assertEquals("{}", FrameReader.next(in).payload());
  }

  @Test
  void an_error_in_the_middle_is_told_at_the_end() throws IOException {
    String document = "{\"errorType\":\"Oops\",\"errorMessage\":\"half way\"}";
    String trailers =
        "Hearth-Function-Error: Unhandled\r\nHearth-Error-Type: Oops\r\nHearth-Error-Body: "
            + Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.UTF_8));
    behaves(
        connection ->
            FakeShim.write(connection, STREAM_HEAD + "4\r\nhalf\r\n0\r\n" + trailers + "\r\n\r\n"));
    List<FrameReader.Frame> frames = FrameReader.all(stream("{}"));
    assertEquals("half", frames.get(0).payload());
    assertEquals(
        "{\"ErrorCode\":\"Oops\",\"ErrorDetails\":\"" + document.replace("\"", "\\\"") + "\"}",
        frames.get(1).payload());
  }

  @Test
  void a_stream_that_breaks_off_ends_with_an_error() throws IOException {
    behaves(
        connection -> {
          FakeShim.write(connection, STREAM_HEAD + "4\r\nhalf\r\n");
          connection.close();
        });
    List<FrameReader.Frame> frames = FrameReader.all(stream("{}"));
    assertTrue(frames.getLast().payload().startsWith("{\"ErrorCode\":\"Runtime.ExitError\""));
  }

  @Test
  void a_failed_function_that_did_not_stream_is_an_end_with_its_error() throws IOException {
    behaves(
        connection ->
            FakeShim.reply(
                connection,
                "{\"errorType\":\"E\"}",
                "Hearth-Function-Error: Unhandled\r\nHearth-Error-Type: E\r\n"));
    List<FrameReader.Frame> frames = FrameReader.all(stream("{}"));
    assertEquals(
        "{\"ErrorCode\":\"E\",\"ErrorDetails\":\"{\\\"errorType\\\":\\\"E\\\"}\"}",
        frames.getFirst().payload());
  }

  @Test
  void a_large_result_flows_through_in_chunks() throws IOException {
    String event = "\"" + "x".repeat(3_000_000) + "\"";
    var whole = new StringBuilder();
    for (FrameReader.Frame frame : FrameReader.all(stream(event))) {
      if ("PayloadChunk".equals(frame.headers().get(":event-type"))) {
        whole.append(frame.payload());
      }
    }
    assertEquals(event, whole.toString());
  }

  @Test
  void a_caller_who_does_not_stream_gets_a_streamed_result_whole() {
    behaves(
        connection ->
            FakeShim.write(
                connection,
                STREAM_HEAD + "4\r\none \r\n3\r\ntwo\r\n0\r\nHearth-Duration-Us: 7\r\n\r\n"));
    HttpResponse<String> reply = gateway.invoke("f", "{}");
    assertEquals("one two", reply.body());
    assertEquals("text/plain", InvokeIT.header(reply, "Content-Type"));
  }

  @Test
  void a_streamed_result_too_large_for_a_caller_who_does_not_stream_is_an_error() {
    String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
    behaves(
        connection -> {
          FakeShim.write(connection, STREAM_HEAD);
          for (int i = 0; i < 7; i++) {
            FakeShim.write(connection, chunk);
          }
          FakeShim.write(connection, "0\r\n\r\n");
        });
    HttpResponse<String> reply = gateway.invoke("f", "{}");
    assertEquals("Unhandled", InvokeIT.header(reply, "X-Amz-Function-Error"));
    assertTrue(reply.body().contains("Function.ResponseSizeTooLarge"), reply.body());
  }

  @Test
  void a_request_that_is_rejected_is_answered_plainly() {
    var request = HttpRequest.newBuilder(uri("nobody")).POST(BodyPublishers.ofString("{}"));
    InvokeIT.assertRejected(gateway.send(request), 404, "ResourceNotFoundException");
  }

  /** What a shim does once it has the event. */
  private interface Answer {
    void on(Socket connection) throws IOException;
  }

  private void behaves(Answer answer) {
    source.makes(
        () ->
            new FakeShim(
                keys.publicKeyBase64(), (event, connection, shim) -> answer.on(connection)));
  }

  private URI uri(String function) {
    return gateway.uri("/2021-11-15/functions/" + function + "/response-streaming-invocations");
  }

  private InputStream stream(String event) {
    var request = HttpRequest.newBuilder(uri("f")).POST(BodyPublishers.ofString(event)).build();
    try {
      HttpResponse<InputStream> reply =
          gateway.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertEquals(200, reply.statusCode());
      assertEquals(
          "application/vnd.amazon.eventstream",
          reply.headers().firstValue("Content-Type").orElse(""));
      return reply.body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
