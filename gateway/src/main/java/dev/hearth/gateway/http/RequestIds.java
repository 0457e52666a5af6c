package dev.hearth.gateway.http;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes up the ids of requests and traces. Belongs to one event loop. */
final class RequestIds {
  private static final HexFormat HEX = HexFormat.of();

  private final RandomGenerator random;
  private final InstantSource clock;

  RequestIds(RandomGenerator random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /** A UUID of version 4. */
  String requestId() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }

  /** A trace that begins here and is not sampled. */
  String traceId() {
    return "Root=1-"
        + HEX.toHexDigits((int) (clock.millis() / 1000))
        + "-"
        + HEX.toHexDigits(random.nextInt())
        + HEX.toHexDigits(random.nextLong())
        + ";Parent="
        + HEX.toHexDigits(random.nextLong())
        + ";Sampled=0";
  }
}
