package dev.hearth.shim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Whatever a runtime does, the sandbox goes on serving or ends; it never hangs. */
class HostileRuntimeIT {
  private static final int LIMIT = 6 * 1024 * 1024 + 100;

  private static void assertRefused(int status, String type, HttpReply reply) {
    assertEquals(status, reply.status(), reply.toString());
    assertTrue(reply.body().contains("\"errorType\":\"" + type + "\""), reply.body());
  }

  @Test
  void a_second_response_is_refused() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      assertEquals(202, stage.runtime().respond(RuntimeByHand.id(next), "1").status());
      assertEquals("1", Stage.get(reply).body());
      HttpReply second = stage.runtime().respond(RuntimeByHand.id(next), "2");
      assertRefused(400, "InvalidRequestID", second);
      stage.runtime().sendNext();
      stage.assertServes();
    }
  }

  @Test
  void a_response_to_another_id_is_refused() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      assertRefused(400, "InvalidRequestID", stage.runtime().respond("other", "1"));
      assertRefused(400, "InvalidRequestID", stage.runtime().fail("other", "1", "Function.X"));
      assertEquals(202, stage.runtime().respond(RuntimeByHand.id(next), "2").status());
      assertEquals("2", Stage.get(reply).body());
    }
  }

  @Test
  void a_response_before_the_first_next_is_refused() throws Exception {
    try (Stage stage = Stage.spare()) {
      Future<HttpReply> specialised = stage.specialise(Stage.sleeping());
      assertRefused(403, "InvalidStateTransition", stage.runtime().respond("any", "1"));
      stage.runtime().sendNext();
      assertEquals(200, Stage.get(specialised).status());
      stage.assertServes();
    }
  }

  @Test
  void a_next_while_it_has_an_invocation_is_refused() throws Exception {
    try (Stage stage = Stage.ready();
        RuntimeByHand second = stage.connect()) {
      assertRefused(403, "InvalidStateTransition", second.next());
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      assertRefused(403, "InvalidStateTransition", second.next());
      stage.runtime().respond(RuntimeByHand.id(next), "1");
      assertEquals("1", Stage.get(reply).body());
    }
  }

  @Test
  void an_init_error_after_init_is_refused() throws Exception {
    try (Stage stage = Stage.ready();
        RuntimeByHand second = stage.connect()) {
      assertRefused(403, "InvalidStateTransition", second.initError("{}", "Runtime.X"));
      stage.assertServes();
    }
  }

  @Test
  void a_response_of_one_byte_too_much_fails_the_invocation_and_not_the_sandbox() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      HttpReply refused = stage.runtime().respond(RuntimeByHand.id(next), "x".repeat(LIMIT + 1));
      assertRefused(413, "RequestEntityTooLarge", refused);
      assertTrue(refused.body().contains("Exceeded maximum allowed payload size (6291556 bytes)."));
      HttpReply failed = Stage.get(reply);
      assertEquals("Unhandled", failed.header("Hearth-Function-Error"));
      assertEquals("Function.ResponseSizeTooLarge", failed.header("Hearth-Error-Type"));
      assertEquals(
          "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size"
              + " exceeded maximum allowed payload size (6291556 bytes).\"}",
          failed.body());
      stage.runtime().sendNext();
      stage.assertServes();
    }
  }

  @Test
  void a_chunked_response_that_never_ends_is_cut_off() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      stage
          .runtime()
          .raw(
              "POST "
                  + RuntimeByHand.INVOCATION
                  + RuntimeByHand.id(next)
                  + "/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
      try {
        for (int i = 0; i < 200; i++) {
          stage.runtime().raw("100000\r\n" + "x".repeat(1 << 20) + "\r\n");
        }
      } catch (IOException e) {
        assertTrue(e.getMessage() != null);
      }
      assertEquals("Function.ResponseSizeTooLarge", Stage.get(reply).header("Hearth-Error-Type"));
    }
  }

  @Test
  void an_unknown_response_mode_fails_the_invocation() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      HttpReply refused =
          stage
              .runtime()
              .respond(
                  RuntimeByHand.id(next),
                  "1",
                  Map.of("Lambda-Runtime-Function-Response-Mode", "steaming"));
      assertRefused(400, "InvalidFunctionResponseMode", refused);
      assertEquals(
          "Runtime.InvalidResponseModeHeader", Stage.get(reply).header("Hearth-Error-Type"));
      stage.runtime().sendNext();
      stage.assertServes();
    }
  }

  @Test
  void a_response_that_breaks_off_fails_the_invocation_and_resets_the_runtime() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      try (RuntimeByHand second = stage.connect()) {
        second.raw(
            "POST "
                + RuntimeByHand.INVOCATION
                + RuntimeByHand.id(next)
                + "/response HTTP/1.1\r\nContent-Length: 100\r\n\r\n{\"a\"");
        second.endOutput();
        HttpReply truncated = second.read();
        assertEquals(400, truncated.status());
        assertTrue(truncated.body().contains("TruncatedHTTPRequest"), truncated.body());
      }
      assertEquals("Runtime.TruncatedResponse", Stage.get(reply).header("Hearth-Error-Type"));
      Future<HttpReply> again = stage.invoke("{}");
      try (RuntimeByHand fresh = awaitRestart(stage)) {
        HttpReply event = fresh.next();
        fresh.respond(RuntimeByHand.id(event), "1");
        HttpReply answered = Stage.get(again);
        assertEquals("1", answered.body());
        assertTrue(answered.headers().containsKey("Hearth-Init-Us"));
      }
    }
  }

  /**
   * A connection of the runtime that was started anew: its process is there when Init is logged.
   */
  static RuntimeByHand awaitRestart(Stage stage) throws Exception {
    stage.shim.awaitLines(2, line -> line.startsWith("INIT_START"));
    return stage.connect();
  }

  @Test
  void a_slow_sender_is_ended_by_the_deadline() throws Exception {
    try (Stage stage = Stage.ready(Stage.sleeping().timeout(1000))) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      stage
          .runtime()
          .raw(
              "POST "
                  + RuntimeByHand.INVOCATION
                  + RuntimeByHand.id(next)
                  + "/response HTTP/1.1\r\nContent-Length: 100\r\n\r\n{");
      HttpReply failed = Stage.get(reply);
      assertEquals("Sandbox.Timedout", failed.header("Hearth-Error-Type"));
    }
  }

  @Test
  void header_bombs_are_refused() throws Exception {
    try (Stage stage = Stage.ready()) {
      try (RuntimeByHand bomb = stage.connect()) {
        bomb.raw("GET /ping HTTP/1.1\r\n" + "A: b\r\n".repeat(100) + "\r\n");
        assertEquals(431, bomb.read().status());
      }
      try (RuntimeByHand bomb = stage.connect()) {
        bomb.raw("GET /ping HTTP/1.1\r\nA: ");
        try {
          for (int i = 0; i < 64; i++) {
            bomb.raw("x".repeat(1 << 20));
          }
        } catch (IOException e) {
          assertTrue(e.getMessage() != null);
        }
      }
      stage.assertServes();
    }
  }

  @Test
  void garbage_and_strange_requests_are_refused() throws Exception {
    try (Stage stage = Stage.ready()) {
      try (RuntimeByHand garbage = stage.connect()) {
        garbage.raw("\u0016\u0003\u0001\u0002\u0000\n\n");
        assertEquals(400, garbage.read().status());
      }
      try (RuntimeByHand strange = stage.connect()) {
        assertEquals(404, strange.post("/2018-06-01/nothing", "x", Map.of()).status());
        assertEquals(405, strange.post(RuntimeByHand.INVOCATION + "next", "x", Map.of()).status());
        assertEquals(
            "pong", strange.request("GET", "/2018-06-01/ping", Map.of(), new byte[0]).body());
      }
      stage.assertServes();
    }
  }

  @Test
  void connections_that_do_nothing_are_limited() throws Exception {
    try (Stage stage = Stage.ready()) {
      java.util.List<RuntimeByHand> idle = new java.util.ArrayList<>();
      for (int i = 0; i < 80; i++) {
        idle.add(stage.connect());
      }
      stage.assertServes();
      for (RuntimeByHand connection : idle) {
        connection.close();
      }
    }
  }
}
