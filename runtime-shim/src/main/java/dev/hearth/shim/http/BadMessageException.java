package dev.hearth.shim.http;

import java.io.IOException;

/** A message that breaks HTTP/1.1's rules or our limits; its connection cannot be used any more. */
public final class BadMessageException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public BadMessageException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status to answer with before the connection is closed. */
  public int status() {
    return status;
  }
}
