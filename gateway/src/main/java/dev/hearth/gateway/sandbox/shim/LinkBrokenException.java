package dev.hearth.gateway.sandbox.shim;

/** A connection to a sandbox could not be made, or broke; the message says how. */
public final class LinkBrokenException extends Exception {
  private static final long serialVersionUID = 1L;

  public LinkBrokenException(String message) {
    super(message);
  }
}
