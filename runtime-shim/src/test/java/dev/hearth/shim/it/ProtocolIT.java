package dev.hearth.shim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolIT {
  @Test
  void anyone_may_ask_for_health_and_nobody_for_more() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway stranger = new TestGateway(shim.address(), shim.keys())) {
      assertEquals(200, stranger.get("/healthz").status());
      assertEquals(401, stranger.get("/v1/state").status());
      assertTrue(stranger.isClosedByPeer());
    }
  }

  @Test
  void hello_proves_who_answers_and_tells_the_state() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = new TestGateway(shim.address(), shim.keys())) {
      String nonce = gateway.nonce();
      HttpReply hello = gateway.hello(nonce, System.currentTimeMillis() + 10_000);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(shim.keys().identityKey(), "HmacSHA256"));
      String proof =
          ShimKeys.base64(
              mac.doFinal(
                  ("hearth-identity-1\n" + shim.keys().sandboxUid() + "\n" + nonce)
                      .getBytes(StandardCharsets.UTF_8)));
      assertEquals(proof, hello.header("Hearth-Identity"));
      assertEquals(
          "{\"sandbox\":\"" + shim.keys().sandboxUid() + "\",\"epoch\":1,\"state\":\"spare\"}",
          hello.body());
      assertEquals(200, gateway.get("/v1/state").status());
    }
  }

  @Test
  void a_nonce_is_good_for_one_try() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = new TestGateway(shim.address(), shim.keys())) {
      String nonce = gateway.nonce();
      long expires = System.currentTimeMillis() + 10_000;
      assertEquals(200, gateway.hello(nonce, expires).status());
      assertEquals(401, gateway.hello(nonce, expires).status());
      assertTrue(gateway.isClosedByPeer());
    }
  }

  @Test
  void a_nonce_of_another_connection_an_expired_hello_and_a_stranger_are_refused()
      throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway one = new TestGateway(shim.address(), shim.keys());
        TestGateway other = new TestGateway(shim.address(), shim.keys());
        TestGateway stranger = new TestGateway(shim.address(), new ShimKeys())) {
      String nonce = one.nonce();
      assertEquals(401, other.hello(nonce, System.currentTimeMillis() + 10_000).status());
      assertEquals(401, one.hello(nonce, System.currentTimeMillis() - 1).status());
      assertEquals(401, stranger.hello().status());
    }
  }

  @Test
  void an_older_epoch_is_fenced_off() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway();
        TestGateway newer = new TestGateway(shim.address(), shim.keys()).at(9)) {
      assertEquals(200, newer.hello().status());
      HttpReply refused = gateway.hello();
      assertEquals(410, refused.status());
      assertEquals("9", refused.header("Hearth-Epoch"));
      HttpReply invoke = gateway.invoke("{}");
      assertEquals(410, invoke.status());
      assertTrue(invoke.body().contains("StaleEpoch"));
      assertEquals("9", invoke.header("Hearth-Epoch"));
    }
  }

  @Test
  void unknown_paths_and_malformed_requests_end_the_connection() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway();
        TestGateway garbage = shim.gateway();
        TestGateway noId = shim.gateway()) {
      assertEquals(404, gateway.get("/v2").status());
      assertTrue(gateway.isClosedByPeer());
      garbage.raw("\u0001\u0002\u0003\r\n\r\n");
      assertEquals(400, garbage.read().status());
      assertTrue(garbage.isClosedByPeer());
      assertEquals(400, noId.invoke("{}", Map.of("Hearth-Request-Id", "not an id")).status());
    }
  }

  @Test
  void a_spare_refuses_invocations_and_is_specialised_once() throws Exception {
    try (Stage stage = Stage.spare();
        TestGateway second = stage.shim.gateway()) {
      HttpReply refused = stage.gateway.invoke("{}");
      assertEquals(409, refused.status());
      assertTrue(refused.body().contains("NotSpecialised"));
      Future<HttpReply> specialised = stage.specialise(Stage.sleeping());
      assertTrue(second.get("/v1/state").body().contains("\"state\":\"initialising\""));
      HttpReply again = second.specialise(Stage.sleeping().text());
      assertEquals(409, again.status());
      assertTrue(again.body().contains("AlreadySpecialised"));
      stage.runtime().sendNext();
      HttpReply reply = Stage.get(specialised);
      assertTrue(reply.body().matches("\\{\"state\":\"idle\",\"initMs\":[0-9.]+}"), reply.body());
      assertEquals(
          "{\"sandbox\":\""
              + stage.shim.keys().sandboxUid()
              + "\",\"epoch\":1,\"state\":\"idle\",\"function\":\"test\",\"version\":\"$LATEST\","
              + "\"revision\":\"r1\"}",
          stage.gateway.get("/v1/state").body());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void code_that_changes_on_its_way_ends_the_sandbox_before_anything_is_unpacked(boolean summed)
      throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      List<byte[]> code = List.of(new Zip().file("a", "b").bytes());
      String settings = Stage.sleeping().text();
      byte[] body =
          summed ? TestGateway.summed(settings, code) : TestGateway.specialisation(settings, code);
      body[body.length - 30]++;
      HttpReply reply =
          gateway.request("POST", "/v1/specialise", Map.of("Hearth-Epoch", "1"), body);
      assertEquals(422, reply.status());
      assertTrue(reply.body().contains("DigestMismatch"));
      assertEquals(1, shim.awaitExit());
      assertFalse(Files.exists(shim.folder().resolve("task/a")));
    }
  }

  @Test
  void a_bad_zip_and_settings_that_are_none_end_the_sandbox() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      HttpReply reply = gateway.specialise(Stage.sleeping().text(), new byte[100]);
      assertEquals(422, reply.status());
      assertTrue(reply.body().contains("InvalidZipFile"));
      assertEquals(1, shim.awaitExit());
    }
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      HttpReply reply = gateway.specialise("{\"function\":1}");
      assertEquals(400, reply.status());
      assertEquals(1, shim.awaitExit());
    }
  }

  @Test
  void a_specialise_that_breaks_off_ends_the_sandbox() throws Exception {
    try (ShimProcess shim = Shims.start()) {
      try (TestGateway gateway = shim.gateway()) {
        gateway.raw(
            "POST /v1/specialise HTTP/1.1\r\nHearth-Epoch: 1\r\nContent-Length: 99\r\n\r\n");
      }
      assertEquals(1, shim.awaitExit());
    }
  }

  @Test
  void large_code_is_taken_from_a_file_and_leaves_none() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      byte[] large = new byte[5 << 20];
      new java.util.Random(1).nextBytes(large);
      byte[] code = new Zip().stored("large", large).bytes();
      HttpReply reply = gateway.specialise(Settings.running("/bin/false").text(), code);
      assertEquals(200, reply.status());
      assertEquals(large.length, Files.size(shim.folder().resolve("task/large")));
      try (var left = Files.list(shim.folder().resolve("tmp"))) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  @Test
  void strangers_push_out_strangers_and_never_gateways() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway();
        TestGateway first = new TestGateway(shim.address(), shim.keys())) {
      assertEquals(200, first.get("/healthz").status());
      List<TestGateway> strangers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        TestGateway stranger = new TestGateway(shim.address(), shim.keys());
        assertEquals(200, stranger.get("/healthz").status());
        strangers.add(stranger);
      }
      assertTrue(first.isClosedByPeer());
      assertEquals(200, gateway.get("/v1/state").status());
      for (TestGateway stranger : strangers) {
        stranger.close();
      }
    }
  }

  @Test
  void gateways_have_a_limit_too() throws Exception {
    try (ShimProcess shim = Shims.start()) {
      List<TestGateway> gateways = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        gateways.add(shim.gateway());
      }
      try (TestGateway tooMany = new TestGateway(shim.address(), shim.keys())) {
        assertEquals(503, tooMany.hello().status());
      }
      gateways.removeLast().close();
      gateways.getFirst().get("/v1/state");
      HttpReply reply;
      do {
        try (TestGateway another = new TestGateway(shim.address(), shim.keys())) {
          reply = another.hello();
        }
      } while (reply.status() != 200);
      for (TestGateway gateway : gateways) {
        gateway.close();
      }
    }
  }

  @Test
  void settings_of_more_than_64_kb_are_refused() throws Exception {
    try (ShimProcess shim = Shims.start();
        TestGateway gateway = shim.gateway()) {
      HttpReply reply =
          gateway.specialise(Stage.sleeping().with("A", "x".repeat(64 * 1024)).text());
      assertEquals(422, reply.status());
      assertEquals(1, shim.awaitExit());
    }
  }
}
