package dev.hearth.shim.api;

/** How much a streamed response may be and how fast: 6 MiB at once, then 2 MiB a second. */
final class StreamPace {
  static final long LIMIT_BYTES = 200L << 20;
  static final long BURST_BYTES = 6L << 20;
  static final long BYTES_PER_SECOND = 2L << 20;

  private static final long NANOS = 1_000_000_000;

  private final long since;
  private long sent;

  StreamPace(long nanos) {
    this.since = nanos;
  }

  /** Whether that many more bytes are within the limit. */
  boolean admits(long bytes) {
    return sent + bytes <= LIMIT_BYTES;
  }

  /** How long to wait before that many bytes may go; they count as sent. */
  long delayNanos(long bytes, long nanos) {
    sent += bytes;
    long beyond = sent - BURST_BYTES;
    if (beyond <= 0) {
      return 0;
    }
    long due =
        beyond / BYTES_PER_SECOND * NANOS + beyond % BYTES_PER_SECOND * NANOS / BYTES_PER_SECOND;
    return Math.max(0, since + due - nanos);
  }
}
