package dev.hearth.gateway.ownership;

import java.util.Locale;

/** What the limits rest on; each can be left out, to see that the referee notices. */
enum Guard {
  /** A sandbox refuses lower epochs than it knows. */
  EPOCH,
  /** What has not answered counts as busy. */
  UNKNOWN_BUSY,
  /** A new owner has the sandboxes promise to follow nobody older. */
  FENCE,
  /** The permit of an invocation whose sandbox is gone comes back. */
  PERMIT_RETURN,
  /** Sandboxes are born knowing an epoch, and those that may be born without count. */
  BIRTH_EPOCH;

  String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
