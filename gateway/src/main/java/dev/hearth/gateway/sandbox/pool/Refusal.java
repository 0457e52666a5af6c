package dev.hearth.gateway.sandbox.pool;

/** Why a claim got no sandbox. */
public sealed interface Refusal {
  /** As many sandboxes as allowed are at work. */
  record AtCapacity(int limit) implements Refusal {}

  /** The function's sandboxes multiply as fast as they may: so many in a period. */
  record TooFast(int starts) implements Refusal {}

  /** Too many invocations of the function wait already. */
  record TooManyWaiters(int limit) implements Refusal {}

  /** No sandbox of the function can be started at the moment. */
  record NotStarted(StartFailure why) implements Refusal {}

  /** None became ready in time. */
  record WaitedTooLong(long nanos) implements Refusal {}

  /** The gateway ends. */
  record Closing() implements Refusal {}
}
