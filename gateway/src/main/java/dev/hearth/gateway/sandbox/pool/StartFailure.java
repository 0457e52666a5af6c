package dev.hearth.gateway.sandbox.pool;

/** Why a sandbox did not become ready; the message is for the function's user. */
public record StartFailure(Kind kind, String message) {
  /** It took longer than this. */
  static StartFailure late(long nanos) {
    String message = "no sandbox became ready within " + nanos / 1_000_000 + " ms";
    return new StartFailure(Kind.UNAVAILABLE, message);
  }

  /** Whose business the failure is. */
  public enum Kind {
    /** The platform could not bring a sandbox. */
    UNAVAILABLE,
    /** The function's artifacts cannot be unpacked. */
    BAD_ARTIFACT,
    /** What the function refers to is not there. */
    BAD_CONFIGURATION
  }
}
