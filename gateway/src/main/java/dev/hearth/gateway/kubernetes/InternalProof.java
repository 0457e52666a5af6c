package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.InternalApi;
import dev.hearth.gateway.GatewayKeys;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;

/** How gateways and operator prove to each other who they are. */
final class InternalProof {
  /** How far ahead a request may say that it expires. */
  static final Duration MAX_VALID = Duration.ofMinutes(2);

  private static final Duration VALID = Duration.ofSeconds(60);

  private final GatewayKeys keys;
  private final InstantSource clock;

  InternalProof(GatewayKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Signs a request to another gateway. */
  HttpRequest.Builder sign(HttpRequest.Builder request, String method, String path) {
    long expires = clock.instant().plus(VALID).toEpochMilli();
    byte[] signature = keys.sign(InternalApi.message(method, path, expires));
    return request
        .header(InternalApi.EXPIRES, Long.toString(expires))
        .header(InternalApi.SIGNATURE, Base64.getEncoder().encodeToString(signature));
  }

  /**
   * Whether a request is one of ours, and not an old one.
   *
   * @param expires as its header says, or null
   * @param signature as its header says, or null
   */
  boolean holds(String method, String path, String expires, String signature) {
    if (expires == null || signature == null) {
      return false;
    }
    try {
      long until = Long.parseLong(expires);
      long now = clock.millis();
      return until >= now
          && until - now <= MAX_VALID.toMillis()
          && keys.verify(
              InternalApi.message(method, path, until), Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException notWhatItShouldBe) {
      return false;
    }
  }
}
