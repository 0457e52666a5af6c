package dev.hearth.shim.log;

/**
 * What a REPORT line says.
 *
 * @param durationNanos of the invocation, without Init
 * @param initNanos of the Init phase that this invocation is the first to follow or that ran inside
 *     it; negative where there was none
 * @param trace the X-Ray trace header, or empty
 */
public record Report(
    String requestId,
    long durationNanos,
    long initNanos,
    int memorySizeMb,
    long usedBytes,
    Status status,
    String errorType,
    String trace) {
  /** How the invocation ended. */
  public enum Status {
    SUCCESS,
    ERROR,
    TIMEOUT
  }

  boolean hasInit() {
    return initNanos >= 0;
  }

  /** Whole milliseconds that are paid for: Init and invocation, rounded up. */
  long billedMs() {
    return Math.ceilDiv(durationNanos + Math.max(0, initNanos), 1_000_000L);
  }

  long usedMb() {
    return Math.ceilDiv(usedBytes, 1L << 20);
  }

  /** Milliseconds with two decimals. */
  public static String ms(long nanos) {
    long hundredths = (nanos + 5_000) / 10_000;
    long rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
  }
}
