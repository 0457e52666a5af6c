package dev.hearth.gateway.http;

import dev.hearth.gateway.sandbox.Caller;
import io.vertx.core.http.HttpConnection;

/**
 * One client's connection and since when it has been up to what, so that those that are quiet or
 * slow for too long can be closed. Belongs to one event loop; times in nanoseconds.
 */
final class ClientConnection {
  private enum Doing {
    /** No request, or not all of its head. */
    QUIET,
    /** A request's body is coming. */
    SENDING,
    /** Everything is here: the function may take its time. */
    WAITING
  }

  private final HttpConnection connection;
  private Doing doing = Doing.QUIET;
  private long since;
  private boolean bodyHere;
  private boolean answered;
  private Caller caller;

  ClientConnection(HttpConnection connection, long now) {
    this.connection = connection;
    this.since = now;
  }

  Caller requestBegan(long now) {
    doing = Doing.SENDING;
    since = now;
    bodyHere = false;
    answered = false;
    caller = new Caller();
    return caller;
  }

  void bodyEnded(long now) {
    bodyHere = true;
    moved(now);
  }

  void responseEnded(long now) {
    answered = true;
    caller = null;
    moved(now);
  }

  private void moved(long now) {
    since = now;
    if (bodyHere) {
      doing = answered ? Doing.QUIET : Doing.WAITING;
    }
  }

  void closed() {
    if (caller != null) {
      caller.leave();
    }
  }

  void closeIfSlow(long now, long quietLimit, long uploadLimit) {
    boolean slow =
        switch (doing) {
          case QUIET -> now - since > quietLimit;
          case SENDING -> now - since > uploadLimit;
          case WAITING -> false;
        };
    if (slow) {
      connection.close();
    }
  }
}
