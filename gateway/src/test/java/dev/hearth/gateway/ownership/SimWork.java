package dev.hearth.gateway.ownership;

import dev.hearth.gateway.admission.Permit;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.ownership.SimFront.Asked;

/** A request at its owner. */
final class SimWork {
  /** How far it has come. */
  enum Phase {
    /** It waits for what its owner does not know yet. */
    HELD,
    BORROWING,
    CLAIMING,
    RUNNING,
    /** Nobody knows what became of it. */
    PINNED
  }

  final long number;
  final Asked asked;
  final long came;
  Phase phase = Phase.HELD;

  /** The epoch since which its owner decides. */
  long since;

  Permit permit;
  long borrowedAt;
  boolean counted;
  long ticket;
  String uid;
  long until;

  SimWork(long number, Asked asked, long came) {
    this.number = number;
    this.asked = asked;
    this.came = came;
  }

  FunctionId function() {
    return asked.request().function;
  }
}
