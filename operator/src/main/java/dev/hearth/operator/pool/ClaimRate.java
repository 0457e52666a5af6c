package dev.hearth.operator.pool;

import dev.hearth.operator.pool.SandboxState.Claimed;
import dev.hearth.operator.pool.SandboxState.Dead;
import dev.hearth.operator.pool.SandboxState.Leaving;
import dev.hearth.operator.pool.SandboxState.Spare;
import dev.hearth.operator.pool.SandboxState.Starting;
import dev.hearth.operator.pool.SandboxState.Stuck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How often spares of a pool have been claimed lately: means over a minute and over ten seconds, of
 * which older claims fade.
 *
 * @param slow claims a second, over a minute
 * @param fast claims a second, over ten seconds
 * @param at of the last look
 * @param known UIDs of the claimed sandboxes of that look
 * @param begun whether there was a look whose claims are all known
 */
public record ClaimRate(double slow, double fast, Instant at, Set<String> known, boolean begun) {
  private static final double SLOW_SECONDS = 60;
  private static final double FAST_SECONDS = 10;

  /** A burst is followed by a second one half as large, more likely than by none. */
  private static final double OF_BURST = 0.5;

  /** Standard deviations that a pool is prepared for. */
  private static final double DEVIATIONS = 3;

  public ClaimRate {
    known = Set.copyOf(known);
  }

  /** Nothing is known of claims before the first look. */
  static ClaimRate unknown(Instant now) {
    return new ClaimRate(0, 0, now, Set.of(), false);
  }

  /** The rate after a look that shows these. */
  ClaimRate seen(List<ObservedSandbox> sandboxes, Instant now) {
    Set<String> claimed =
        sandboxes.stream()
            .filter(ClaimRate::wasClaimed)
            .map(ObservedSandbox::uid)
            .collect(Collectors.toSet());
    long fresh = begun ? claimed.stream().filter(uid -> !known.contains(uid)).count() : 0;
    double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
    return new ClaimRate(
        faded(slow, seconds, SLOW_SECONDS) + fresh / SLOW_SECONDS,
        faded(fast, seconds, FAST_SECONDS) + fresh / FAST_SECONDS,
        now,
        claimed,
        true);
  }

  /**
   * Spares that are claimed while one is made, and as many more as chance may add.
   *
   * @param refill from a claim to the next spare that is ready
   */
  int spares(Duration refill) {
    double expected = Math.max(slow, fast * OF_BURST) * refill.toNanos() / 1e9;
    return (int) Math.ceil(expected + DEVIATIONS * Math.sqrt(expected));
  }

  private static boolean wasClaimed(ObservedSandbox sandbox) {
    return switch (sandbox.state()) {
      case Claimed _ -> true;
      case Dead(boolean used, String _) -> used;
      case Starting _, Stuck _, Spare _, Leaving _ -> false;
    };
  }

  private static double faded(double rate, double seconds, double over) {
    return rate * Math.exp(-seconds / over);
  }
}
