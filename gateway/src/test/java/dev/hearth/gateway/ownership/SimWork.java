package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.ownership.SimFront.Asked;

/** A request at its owner. */
final class SimWork {
  /** How far it has come. */
  enum Phase {
    /** It has no sandbox. */
    WAITING,
    RUNNING,
    /** Nobody knows what became of it. */
    PINNED
  }

  final long number;
  final Asked asked;
  final long came;
  Phase phase = Phase.WAITING;
  boolean counted;

  /** By which it waits for a sandbox. */
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

  String account() {
    return Scenario.accountKey(function().namespace());
  }
}
