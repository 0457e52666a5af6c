package dev.hearth.shim.lifecycle;

/** Something that happened to a sandbox, or that someone asks of it. */
public sealed interface SandboxEvent {
  /** A gateway speaks for an owner at this epoch. */
  record Fence(long epoch) implements SandboxEvent {}

  record Specialise(long epoch) implements SandboxEvent {}

  record Invoke(long epoch, String requestId) implements SandboxEvent {}

  record Drain() implements SandboxEvent {}

  /** The code is unpacked and good. */
  record Unpacked() implements SandboxEvent {}

  /** The code is not good, or did not come. */
  record CodeRefused() implements SandboxEvent {}

  record StartFailed(int generation, Verdict verdict) implements OfRuntime {}

  record NextAsked(int generation) implements OfRuntime {}

  /** The connection that was parked in {@code next} broke. */
  record NextLost(int generation) implements OfRuntime {}

  record AnswerBegun(int generation, String requestId) implements OfRuntime {}

  /** The answer is whole, or was refused in a way that the runtime survives. */
  record AnswerEnded(int generation, String requestId, Verdict verdict) implements OfRuntime {}

  /** The answer broke off; nothing is known of the runtime's state. */
  record AnswerBroken(int generation, String requestId, Verdict verdict) implements OfRuntime {}

  record InitErrorPosted(int generation, Verdict verdict) implements OfRuntime {}

  record RuntimeExited(int generation, Verdict verdict) implements OfRuntime {}

  record MemoryExceeded(int generation) implements OfRuntime {}

  /** Time for Init ran out. */
  record InitDeadlinePassed() implements SandboxEvent {}

  record DeadlinePassed(String requestId) implements SandboxEvent {}

  /** Nothing of the runtime lives any more. */
  record RuntimeDead() implements SandboxEvent {}

  /** Something of the runtime could not be killed. */
  record RuntimeImmortal() implements SandboxEvent {}

  /** Said or caused by the runtime of that generation; later ones never hear of it. */
  sealed interface OfRuntime extends SandboxEvent {
    int generation();
  }
}
