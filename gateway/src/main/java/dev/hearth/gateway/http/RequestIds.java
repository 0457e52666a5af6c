package dev.hearth.gateway.http;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes up the ids of requests, and of traces that begin here. Belongs to one event loop. */
final class RequestIds {
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

  /** The trace header that goes on, from the one that came or null. */
  String traceId(String received) {
    return TraceHeader.continued(received, clock, random).text();
  }
}
