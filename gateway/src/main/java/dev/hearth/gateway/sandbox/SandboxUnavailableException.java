package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.sandbox.pool.StartFailure;

/**
 * No sandbox can be brought for a function; the message says why, in words for the function's user.
 */
public final class SandboxUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final StartFailure.Kind kind;

  /** For a reason that is the platform's. */
  public SandboxUnavailableException(String message) {
    this(StartFailure.Kind.UNAVAILABLE, message);
  }

  public SandboxUnavailableException(StartFailure.Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Whose business it is. */
  public StartFailure.Kind kind() {
    return kind;
  }
}
