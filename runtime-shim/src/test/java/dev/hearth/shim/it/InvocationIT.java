package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class InvocationIT {
  private static final Map<String, String> CLOSING = Map.of("Connection", "close");
  private static final int LIMIT = 6 * 1024 * 1024 + 100;

  @Test
  void the_runtime_is_told_all_that_the_gateway_says() throws Exception {
    try (Stage stage = Stage.ready()) {
      Map<String, String> more = new HashMap<>();
      more.put("Hearth-Request-Id", "11111111-2222-3333-4444-555555555555");
      more.put("Hearth-Trace-Id", "Root=1-2-3");
      more.put(
          "Hearth-Client-Context",
          Base64.getEncoder().encodeToString("{\"a\":\n\"\u00e9\"}".getBytes(UTF_8)));
      more.put("Hearth-Cognito-Identity", "{\"id\":1}");
      more.put("Hearth-Tenant-Id", "tenant");
      stage.gateway.send("POST", "/v1/invoke", stage.gateway.headers(more), "[1]".getBytes(UTF_8));
      HttpReply next = stage.runtime().read();
      assertEquals("[1]", next.body());
      assertEquals("11111111-2222-3333-4444-555555555555", RuntimeByHand.id(next));
      assertEquals("Root=1-2-3", next.header("Lambda-Runtime-Trace-Id"));
      assertEquals("{\"a\": \"\\u00e9\"}", next.header("Lambda-Runtime-Client-Context"));
      assertEquals("{\"id\":1}", next.header("Lambda-Runtime-Cognito-Identity"));
      assertEquals("tenant", next.header("Lambda-Runtime-Aws-Tenant-Id"));
      assertEquals(
          "arn:aws:lambda:us-east-1:000000000000:function:test:$LATEST",
          next.header("Lambda-Runtime-Invoked-Function-Arn"));
      long left =
          Long.parseLong(next.header("Lambda-Runtime-Deadline-Ms")) - System.currentTimeMillis();
      assertTrue(left > 0 && left <= 3000, "left " + left);
      HttpReply accepted = stage.runtime().respond(RuntimeByHand.id(next), "{\"r\":1}");
      assertEquals(202, accepted.status());
      assertEquals("{\"status\":\"OK\"}", accepted.body().strip());
      HttpReply reply = stage.gateway.read();
      assertEquals(200, reply.status());
      assertEquals("{\"r\":1}", reply.body());
      assertFalse(reply.headers().containsKey("Hearth-Function-Error"));
      assertTrue(Long.parseLong(reply.header("Hearth-Duration-Us")) > 0);
    }
  }

  @Test
  void a_runtime_may_use_a_connection_for_each_request() throws Exception {
    try (Stage stage = Stage.spare()) {
      Future<HttpReply> specialised = stage.specialise(Stage.sleeping());
      for (int i = 0; i < 3; i++) {
        try (RuntimeByHand asking = stage.connect();
            RuntimeByHand answering = stage.connect()) {
          asking.send("GET", RuntimeByHand.INVOCATION + "next", CLOSING, "".getBytes(UTF_8));
          assertEquals(200, Stage.get(specialised).status());
          Future<HttpReply> reply = stage.invoke("[1]");
          HttpReply next = asking.read();
          assertEquals("[1]", next.body());
          answering.respond(RuntimeByHand.id(next), "2", CLOSING);
          assertTrue(answering.isClosedByPeer());
          assertEquals("2", Stage.get(reply).body());
        }
      }
    }
  }

  @Test
  void what_is_absent_is_not_sent_empty() throws Exception {
    try (Stage stage = Stage.ready()) {
      stage.gateway.send(
          "POST", "/v1/invoke", stage.gateway.headers(Map.of()), "{}".getBytes(UTF_8));
      HttpReply next = stage.runtime().read();
      assertFalse(next.headers().containsKey("Lambda-Runtime-Trace-Id"));
      assertFalse(next.headers().containsKey("Lambda-Runtime-Client-Context"));
    }
  }

  @Test
  void a_second_gateway_is_told_that_the_sandbox_is_busy() throws Exception {
    try (Stage stage = Stage.ready();
        TestGateway second = stage.shim.gateway()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      HttpReply refused = second.invoke("{}");
      assertEquals(409, refused.status());
      assertTrue(refused.body().contains("Busy"));
      String state = second.get("/v1/state").body();
      assertTrue(state.contains("\"state\":\"busy\""), state);
      assertTrue(state.contains("\"requestId\":\"" + RuntimeByHand.id(next)), state);
      stage.runtime().respond(RuntimeByHand.id(next), "1");
      assertEquals("1", Stage.get(reply).body());
      stage.runtime().sendNext();
      stage.assertServes();
    }
  }

  @Test
  void bodies_of_every_size_go_through_unchanged() throws Exception {
    try (Stage stage = Stage.ready()) {
      for (int size : new int[] {0, 1, 4096, 16_000, 16_384, 70_000, 1 << 20, LIMIT}) {
        String event = "e".repeat(size);
        Future<HttpReply> reply = stage.invoke(event);
        HttpReply next = stage.runtime().read();
        assertEquals(event.length(), next.body().length());
        assertTrue(event.equals(next.body()));
        stage.runtime().respond(RuntimeByHand.id(next), event);
        assertTrue(event.equals(Stage.get(reply).body()), "size " + size);
        stage.runtime().sendNext();
      }
    }
  }

  @Test
  void an_event_may_come_in_chunks() throws Exception {
    try (Stage stage = Stage.ready()) {
      StringBuilder head = new StringBuilder("POST /v1/invoke HTTP/1.1\r\n");
      stage.gateway.headers(Map.of()).forEach((k, v) -> head.append(k + ": " + v + "\r\n"));
      stage.gateway.raw(head + "Transfer-Encoding: chunked\r\n\r\n3\r\n\"ab\r\n");
      stage.gateway.raw("20000\r\n" + "x".repeat(0x20000) + "\r\n1\r\n\"\r\n0\r\n\r\n");
      HttpReply next = stage.runtime().read();
      assertTrue(next.body().equals("\"ab" + "x".repeat(0x20000) + "\""));
    }
  }

  @Test
  void an_event_above_the_limit_is_refused_and_the_sandbox_stays_idle() throws Exception {
    try (Stage stage = Stage.ready();
        TestGateway second = stage.shim.gateway();
        TestGateway chunked = stage.shim.gateway()) {
      HttpReply reply = second.invoke("e".repeat(LIMIT + 1));
      assertEquals(413, reply.status());
      assertTrue(reply.body().contains("RequestEntityTooLarge"));
      StringBuilder head = new StringBuilder("POST /v1/invoke HTTP/1.1\r\n");
      chunked.headers(Map.of()).forEach((k, v) -> head.append(k + ": " + v + "\r\n"));
      chunked.raw(head + "Transfer-Encoding: chunked\r\n\r\n600065\r\n" + "x".repeat(LIMIT + 1));
      assertEquals(413, chunked.read().status());
      stage.assertServes();
    }
  }

  @Test
  void an_upload_that_breaks_off_leaves_the_sandbox_idle() throws Exception {
    try (Stage stage = Stage.ready()) {
      try (TestGateway second = stage.shim.gateway()) {
        StringBuilder head = new StringBuilder("POST /v1/invoke HTTP/1.1\r\nContent-Length: 9\r\n");
        second.headers(Map.of()).forEach((k, v) -> head.append(k + ": " + v + "\r\n"));
        second.raw(head + "\r\n{\"a\"");
      }
      stage.assertServes();
    }
  }

  @Test
  void a_gateway_that_leaves_after_the_event_changes_nothing() throws Exception {
    try (Stage stage = Stage.ready()) {
      HttpReply next;
      try (TestGateway second = stage.shim.gateway()) {
        second.send("POST", "/v1/invoke", second.headers(Map.of()), "{}".getBytes(UTF_8));
        next = stage.runtime().read();
      }
      assertEquals(202, stage.runtime().respond(RuntimeByHand.id(next), "1").status());
      stage.shim.awaitLine(line -> line.startsWith("REPORT RequestId: " + RuntimeByHand.id(next)));
      stage.runtime().sendNext();
      stage.assertServes();
    }
  }

  @Test
  void requests_that_come_before_the_answer_are_answered_in_turn() throws Exception {
    try (Stage stage = Stage.ready()) {
      stage.gateway.send(
          "POST", "/v1/invoke", stage.gateway.headers(Map.of()), "1".getBytes(UTF_8));
      stage.gateway.send("GET", "/v1/state", Map.of(), new byte[0]);
      HttpReply next = stage.runtime().read();
      stage.runtime().respond(RuntimeByHand.id(next), "2");
      assertEquals("2", stage.gateway.read().body());
      assertTrue(stage.gateway.read().body().contains("\"state\":\"idle\""));
    }
  }

  @Test
  void a_runtime_may_use_a_new_connection_for_every_call() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("1");
      HttpReply next = stage.runtime().read();
      for (int i = 0; i < 20; i++) {
        try (RuntimeByHand once = stage.connect()) {
          once.respond(RuntimeByHand.id(next), "1");
        }
        assertEquals("1", Stage.get(reply).body());
        try (RuntimeByHand once = stage.connect()) {
          once.sendNext();
          reply = stage.invoke("1");
          next = once.read();
        }
      }
    }
  }

  @Test
  void a_functions_error_is_passed_on_as_it_is() throws Exception {
    try (Stage stage = Stage.ready()) {
      Future<HttpReply> reply = stage.invoke("{}");
      HttpReply next = stage.runtime().read();
      String document = "{\"errorMessage\":\"m\",\"errorType\":\"ValueError\",\"stackTrace\":[]}";
      assertEquals(
          202, stage.runtime().fail(RuntimeByHand.id(next), document, "ValueError").status());
      HttpReply failed = Stage.get(reply);
      assertEquals(200, failed.status());
      assertEquals(document, failed.body());
      assertEquals("Unhandled", failed.header("Hearth-Function-Error"));
      assertEquals("Function.Unknown", failed.header("Hearth-Error-Type"));
      stage.shim.awaitLine(line -> line.endsWith("Status: error\tError Type: Function.Unknown"));
      stage.runtime().sendNext();
      stage.assertServes();
    }
  }
}
