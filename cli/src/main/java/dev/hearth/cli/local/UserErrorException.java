package dev.hearth.cli.local;

/** Something that the user has to change; the message says what, and no stack trace is wanted. */
public final class UserErrorException extends Exception {
  private static final long serialVersionUID = 1L;

  public UserErrorException(String message) {
    super(message);
  }
}
