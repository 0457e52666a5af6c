package dev.hearth.gateway.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Proves that a request was sent on by a gateway that has the same secret, and when. What its event
 * holds is not sealed: the network between gateways is theirs. Belongs to one event loop.
 */
final class ForwardSeal {
  /** Milliseconds for which a seal holds; clocks of gateways may differ by as much. */
  static final long VALID_MS = 60_000;

  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;
  private final InstantSource clock;

  ForwardSeal(SecretKey secret, InstantSource clock) {
    this.clock = clock;
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** What of a request is sealed. */
  record Sealed(String uri, String namespace, String requestId) {}

  /** The header of a request that is sent on under this epoch. */
  String seal(Sealed request, long epoch) {
    String when = epoch + " " + (clock.millis() + VALID_MS);
    return when + " " + Base64.getEncoder().encodeToString(signature(request, when));
  }

  /** The epoch under which it was sent on; empty where no gateway of ours has done that. */
  OptionalLong open(Sealed request, String header) {
    String[] parts = header.split(" ", -1);
    if (parts.length != 3) {
      return OptionalLong.empty();
    }
    try {
      long epoch = Long.parseLong(parts[0]);
      long left = Long.parseLong(parts[1]) - clock.millis();
      byte[] said = Base64.getDecoder().decode(parts[2]);
      boolean ours = MessageDigest.isEqual(signature(request, parts[0] + " " + parts[1]), said);
      boolean timely = left >= 0 && left <= 2 * VALID_MS;
      return ours && timely ? OptionalLong.of(epoch) : OptionalLong.empty();
    } catch (IllegalArgumentException notWhatItShouldBe) {
      return OptionalLong.empty();
    }
  }

  private byte[] signature(Sealed request, String when) {
    String text =
        String.join(
            "\n",
            "hearth-forward-1",
            request.uri(),
            request.namespace(),
            request.requestId(),
            when);
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
