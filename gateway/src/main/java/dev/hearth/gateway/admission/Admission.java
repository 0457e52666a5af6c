package dev.hearth.gateway.admission;

/** What asking for a permit came to. */
public sealed interface Admission {
  /** The invocation counts from now on, until the permit is returned. */
  record Admitted(Permit permit) implements Admission {}

  /**
   * It would have gone beyond a limit.
   *
   * @param waitNanos when it may be worth while to ask again, as far as that is known
   */
  record Throttled(Throttle why, long waitNanos) implements Admission {}
}
