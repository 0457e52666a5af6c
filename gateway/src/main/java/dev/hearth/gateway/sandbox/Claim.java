package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.sandbox.pool.Refusal;

/** What asking for a sandbox came to. */
public sealed interface Claim {
  /** A sandbox, for one run. */
  record Granted(Lease lease) implements Claim {}

  /** None, and why. */
  record Refused(Refusal why) implements Claim {}

  /** The caller left before there was one. */
  record Abandoned() implements Claim {}
}
