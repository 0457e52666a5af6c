package dev.hearth.gateway.http;

import dev.hearth.gateway.sandbox.Caller;

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

  private Doing doing = Doing.QUIET;
  private long since;
  private boolean bodyHere;
  private boolean answered;
  private Caller caller;

  ClientConnection(long now) {
    this.since = now;
  }

  void requestBegan(long now) {
    doing = Doing.SENDING;
    since = now;
    bodyHere = false;
    answered = false;
    caller = new Caller();
  }

  /** Who waits for the request that began last. */
  Caller caller() {
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

  /** Whether its client has taken longer than it may. */
  boolean slow(long now, long quietLimit, long uploadLimit) {
    return switch (doing) {
      case QUIET -> now - since > quietLimit;
      case SENDING -> now - since > uploadLimit;
      case WAITING -> false;
    };
  }
}
