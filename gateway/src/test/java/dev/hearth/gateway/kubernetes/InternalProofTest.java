package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.crds.InternalApi;
import dev.hearth.gateway.GatewayKeys;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class InternalProofTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String PATH = InternalApi.DEMAND;

  private final GatewayKeys keys = GatewayKeys.generate();
  private final InternalProof proof = new InternalProof(keys, InstantSource.fixed(NOW));

  private boolean holds(String method, String path, Instant expires, GatewayKeys signer) {
    long until = expires.toEpochMilli();
    byte[] signature = signer.sign(InternalApi.message("GET", PATH, until));
    return proof.holds(
        method, path, Long.toString(until), Base64.getEncoder().encodeToString(signature));
  }

  @Test
  void what_one_gateway_signs_another_accepts() {
    HttpRequest request =
        proof
            .sign(HttpRequest.newBuilder(URI.create("http://gateway" + PATH)), "GET", PATH)
            .build();
    assertTrue(
        proof.holds(
            "GET",
            PATH,
            request.headers().firstValue(InternalApi.EXPIRES).orElseThrow(),
            request.headers().firstValue(InternalApi.SIGNATURE).orElseThrow()));
  }

  @Test
  void a_signature_is_good_for_one_method_one_path_and_a_short_time() {
    Instant soon = NOW.plusSeconds(60);
    assertTrue(holds("GET", PATH, soon, keys));
    assertFalse(holds("PUT", PATH, soon, keys));
    assertFalse(holds("GET", PATH + "/x", soon, keys));
    assertFalse(holds("GET", PATH, NOW.minusMillis(1), keys), "it has expired");
    Duration tooLong = InternalProof.MAX_VALID.plusMillis(1);
    assertFalse(holds("GET", PATH, NOW.plus(tooLong), keys), "it would be good for too long");
  }

  @Test
  void nobody_else_is_believed() {
    assertFalse(holds("GET", PATH, NOW.plusSeconds(60), GatewayKeys.generate()));
    assertFalse(proof.holds("GET", PATH, null, null));
    assertFalse(proof.holds("GET", PATH, "soon", "AAAA"));
    assertFalse(proof.holds("GET", PATH, Long.toString(NOW.toEpochMilli()), "not base64!"));
  }
}
