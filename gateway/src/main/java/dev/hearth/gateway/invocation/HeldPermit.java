package dev.hearth.gateway.invocation;

import dev.hearth.gateway.admission.Permit;
import dev.hearth.gateway.admission.Permits;

/**
 * A permit until the last that needs it lets go: the walk of the invocation, and each run in a
 * sandbox, which may outlast the walk or end before it. Belongs to one event loop.
 */
final class HeldPermit {
  private final Permits permits;
  private final Permit permit;
  private int holders = 1;

  /** Held by the walk. */
  HeldPermit(Permits permits, Permit permit) {
    this.permits = permits;
    this.permit = permit;
  }

  void hold() {
    holders++;
  }

  void letGo() {
    holders--;
    if (holders == 0) {
      permits.release(permit);
    }
  }
}
