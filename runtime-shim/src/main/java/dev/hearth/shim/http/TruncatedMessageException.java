package dev.hearth.shim.http;

import java.io.IOException;

/** The peer closed its side in the middle of a message. */
public final class TruncatedMessageException extends IOException {
  private static final long serialVersionUID = 1L;

  public TruncatedMessageException() {
    super("the connection was closed in the middle of a message");
  }
}
