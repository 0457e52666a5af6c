package dev.hearth.gateway.invocation;

import dev.hearth.gateway.admission.Throttle;
import dev.hearth.gateway.sandbox.shim.Reply;

/** What an invocation came to. */
public sealed interface Outcome {
  /**
   * The function ran. Its own failure is a value inside the reply.
   *
   * @param version the version that ran
   */
  record Answered(String version, Reply reply) implements Outcome {}

  /** The function was not run, or the platform lost it. */
  record Rejected(Rejection rejection, String message) implements Outcome {}

  /**
   * The function was not run, since a limit was reached.
   *
   * @param waitNanos when it may be worth while to ask again
   */
  record Throttled(Throttle why, long waitNanos) implements Outcome {}

  /** It could be invoked now; nothing was run. */
  record Permitted(String version) implements Outcome {}

  /** The event did not arrive whole or is not good, as whoever sent it knows; nothing was run. */
  record EventBroken() implements Outcome {}

  /** The caller left before the function was run. */
  record Abandoned() implements Outcome {}
}
