package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StreamIT {
  @Test
  void a_response_in_parts_reaches_the_gateway_while_it_is_written() throws Exception {
    try (Stage stage = Stage.ready()) {
      stage.gateway.send(
          "POST", "/v1/invoke", stage.gateway.headers(Map.of()), "{}".getBytes(UTF_8));
      HttpReply next = stage.runtime().read();
      String path = RuntimeByHand.INVOCATION + RuntimeByHand.id(next) + "/response";
      stage
          .runtime()
          .raw(
              "POST "
                  + path
                  + " HTTP/1.1\r\nContent-Type: text/x\r\nTransfer-Encoding: chunked\r\n"
                  + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n5\r\nfirst\r\n");
      String head = stage.gateway.readUntil("first\r\n");
      assertTrue(head.contains("Hearth-Response-Mode: streaming"), head);
      assertTrue(head.contains("Content-Type: text/x"), head);
      stage.runtime().raw("6\r\nsecond\r\n0\r\n\r\n");
      assertEquals(202, stage.runtime().read().status());
      String rest = stage.gateway.readUntil("0\r\n");
      assertTrue(rest.contains("second"), rest);
      assertTrue(stage.gateway.readUntil("\r\n\r\n").contains("Hearth-Duration-Us: "));
      stage.runtime().sendNext();
      stage.assertServes();
    }
  }

  @Test
  void a_stream_that_fails_says_so_in_its_trailers() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      String error = Base64.getEncoder().encodeToString("{\"errorType\":\"E\"}".getBytes(UTF_8));
      stage
          .runtime()
          .raw(
              "POST "
                  + RuntimeByHand.INVOCATION
                  + RuntimeByHand.id(next)
                  + "/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                  + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n4\r\npart\r\n0\r\n"
                  + "Lambda-Runtime-Function-Error-Type: Function.Custom\r\n"
                  + "Lambda-Runtime-Function-Error-Body: "
                  + error
                  + "\r\n\r\n");
      assertEquals(202, stage.runtime().read().status());
      HttpReply streamed = Stage.get(reply);
      assertEquals("part", streamed.body());
      assertEquals("Unhandled", streamed.trailers().get("Hearth-Function-Error"));
      assertEquals("Function.Custom", streamed.trailers().get("Hearth-Error-Type"));
      assertEquals(error, streamed.trailers().get("Hearth-Error-Body"));
    }
  }

  /** The start of a streamed response, with its first chunk. */
  private static String beginning(HttpReply next, String chunk) {
    return "POST "
        + RuntimeByHand.INVOCATION
        + RuntimeByHand.id(next)
        + "/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
        + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n"
        + Integer.toHexString(chunk.length())
        + "\r\n"
        + chunk
        + "\r\n";
  }

  @Test
  void a_stream_that_is_not_over_at_its_deadline_ends_with_the_timeout() throws Exception {
    try (Stage stage = Stage.ready(Stage.sleeping().timeout(1000))) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      stage.runtime().raw(beginning(next, "part"));
      HttpReply streamed = Stage.get(reply);
      assertEquals("part", streamed.body());
      assertEquals("Sandbox.Timedout", streamed.trailers().get("Hearth-Error-Type"));
      String body =
          new String(
              Base64.getDecoder().decode(streamed.trailers().get("Hearth-Error-Body")), UTF_8);
      assertTrue(body.contains("Task timed out after 1.00 seconds"), body);
    }
  }

  @Test
  void a_stream_that_breaks_off_ends_with_an_error() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      try (RuntimeByHand other = stage.connect()) {
        other.raw(beginning(next, "part"));
      }
      HttpReply streamed = Stage.get(reply);
      assertEquals("part", streamed.body());
      assertEquals("Runtime.TruncatedResponse", streamed.trailers().get("Hearth-Error-Type"));
    }
  }

  @Test
  void an_error_body_that_no_trailer_can_hold_is_left_out() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      stage
          .runtime()
          .raw(
              beginning(next, "part")
                  + "0\r\nLambda-Runtime-Function-Error-Type: Function.Custom\r\n"
                  + "Lambda-Runtime-Function-Error-Body: "
                  + "x".repeat(40_000)
                  + "\r\n\r\n");
      HttpReply streamed = Stage.get(reply);
      assertEquals("Function.Custom", streamed.trailers().get("Hearth-Error-Type"));
      assertFalse(streamed.trailers().containsKey("Hearth-Error-Body"));
    }
  }

  @Test
  void more_than_the_burst_arrives_too() throws Exception {
    try (Stage stage = Stage.ready(Stage.sleeping().timeout(20_000))) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      stage.runtime().raw(beginning(next, "x".repeat(4 << 20)));
      stage.runtime().raw("300000\r\n" + "y".repeat(3 << 20) + "\r\n0\r\n\r\n");
      assertEquals(202, stage.runtime().read().status());
      assertEquals(7 << 20, Stage.get(reply).body().length());
    }
  }
}
