package dev.hearth.cli.runtime;

/** A runtime cannot be prepared here; the message says why and what to install. */
final class MissingRuntimeException extends Exception {
  private static final long serialVersionUID = 1L;

  MissingRuntimeException(String message) {
    super(message);
  }
}
