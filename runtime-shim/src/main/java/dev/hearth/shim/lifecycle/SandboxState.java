package dev.hearth.shim.lifecycle;

/** Where a sandbox stands in its one life. It never goes back to {@link Spare}. */
public sealed interface SandboxState {
  /** Belongs to no function. */
  record Spare() implements SandboxState {}

  /** Takes its function's code, then waits for the runtime's first {@code next}. */
  record Initialising(boolean unpacked) implements SandboxState {}

  /** May be invoked. */
  record Idle(Presence runtime) implements SandboxState {}

  /** Has one invocation. */
  record Busy(String requestId, Stage stage) implements SandboxState {}

  /** The runtime has ended, and what it sent as its answer is still being read. */
  record Orphaned(String requestId, Verdict exit) implements SandboxState {}

  /** Everything of the runtime is being killed. */
  record Resetting(After after) implements SandboxState {}

  /** Has ended. */
  record Gone() implements SandboxState {}

  /** The runtime while there is no invocation. */
  enum Presence {
    NONE,
    /** Runs, but does not ask for work yet. */
    WORKING,
    /** Waits in {@code next}. */
    PARKED
  }

  /** How far an invocation has come. */
  enum Stage {
    /** A runtime was started for it. */
    STARTING,
    /** The runtime that is there has not asked for work yet. */
    WAITING,
    /** The runtime has the event. */
    RUNNING,
    /** The runtime is sending its answer. */
    ANSWERING
  }

  /** What follows when everything of the runtime is dead. */
  sealed interface After {
    record Nothing() implements After {}

    record InitEnds(Verdict verdict) implements After {}

    record Answer(String requestId, Verdict verdict) implements After {}

    /** The invocation never reached the runtime that has ended; it gets another one. */
    record Restart(String requestId) implements After {}
  }
}
