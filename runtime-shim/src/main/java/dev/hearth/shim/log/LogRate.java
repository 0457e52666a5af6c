package dev.hearth.shim.log;

/** How much a function may log: a second's worth at once, and as much every second. */
final class LogRate {
  static final long BYTES_PER_SECOND = 1 << 20;

  private static final long NANOS = 1_000_000_000;

  private long left = BYTES_PER_SECOND;
  private long since;
  private boolean started;

  /** Whether that many bytes may be logged now. */
  boolean admits(long bytes, long nanos) {
    if (!started) {
      started = true;
      since = nanos;
    }
    long passed = Math.min(nanos - since, NANOS);
    long gained = passed * BYTES_PER_SECOND / NANOS;
    if (gained > 0) {
      left = Math.min(BYTES_PER_SECOND, left + gained);
      since = nanos;
    }
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }

  /** What was admitted has become longer by that much. */
  void charge(long bytes) {
    left -= bytes;
  }
}
