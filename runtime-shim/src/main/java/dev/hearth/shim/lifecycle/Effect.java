package dev.hearth.shim.lifecycle;

/** Something that has to be done because a sandbox's state has changed, in the order given. */
public sealed interface Effect {
  /** What was asked for may go on. */
  record Proceed() implements Effect {}

  record Refuse(Refusal refusal) implements Effect {}

  /** Ask again when the reset is over. */
  record AskAgain() implements Effect {}

  record StartRuntime(int generation) implements Effect {}

  /** Kill everything of the runtime, then say {@code RuntimeDead} or {@code RuntimeImmortal}. */
  record KillRuntime() implements Effect {}

  /** Leave the runtime waiting in {@code next}. */
  record Park() implements Effect {}

  /** Give the event to the runtime that waits in {@code next}. */
  record HandOver() implements Effect {}

  /** The Init phase is over: answer the specialise that waits for it. */
  record FinishInit(Verdict verdict) implements Effect {}

  /** The invocation is over: answer it. */
  record Answer(String requestId, Verdict verdict) implements Effect {}

  /** Kill everything and end the process. */
  record Exit(int code) implements Effect {}
}
