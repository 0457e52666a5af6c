package dev.hearth.shim.http;

import java.io.IOException;

/** A body of more bytes than its reader takes; what is left of it is still unread. */
public final class BodyTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  public BodyTooLargeException(long limit) {
    super("a body of more than " + limit + " bytes");
  }
}
