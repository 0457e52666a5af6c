package dev.hearth.gateway.sandbox;

/**
 * No sandbox can be brought for a function; the message says why, in words for the function's user.
 */
public final class SandboxUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public SandboxUnavailableException(String message) {
    super(message);
  }
}
