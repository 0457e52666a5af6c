package dev.hearth.gateway.sandbox.pool;

/** Why a sandbox did not become ready; the message is for the function's user. */
public record StartFailure(Kind kind, String message) {
  /** Whose business the failure is. */
  public enum Kind {
    /** The platform could not bring a sandbox. */
    UNAVAILABLE,
    /** The function's artifacts cannot be unpacked. */
    BAD_ARTIFACT
  }
}
