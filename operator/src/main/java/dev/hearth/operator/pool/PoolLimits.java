package dev.hearth.operator.pool;

import java.time.Duration;

/**
 * Bounds on what a pool does.
 *
 * @param maxStarting sandboxes of one pool that start at one time
 * @param startTimeout how long a sandbox may take to start, and be silent
 * @param unseen how long a sandbox that was made may stay out of sight before it is made again
 * @param surplusKept how long a spare beyond what is wanted is kept, for the next burst
 * @param idleAfter how long nobody needs a pool before it keeps no spare
 * @param refill from a claim until the next spare is ready; with 0 a pool's spares are as many as
 *     it wishes, however often they are claimed
 * @param proven how long a sandbox lives before earlier deaths are forgotten
 * @param firstBackoff pause after the first sandbox that died unused; doubles with each in a row
 * @param maxBackoff upper bound of that
 */
public record PoolLimits(
    int maxStarting,
    Duration startTimeout,
    Duration unseen,
    Duration surplusKept,
    Duration idleAfter,
    Duration refill,
    Duration proven,
    Duration firstBackoff,
    Duration maxBackoff) {

  /** The same, but for how long nobody needs a pool before it keeps no spare. */
  PoolLimits idleAfter(Duration other) {
    return new PoolLimits(
        maxStarting,
        startTimeout,
        unseen,
        surplusKept,
        other,
        refill,
        proven,
        firstBackoff,
        maxBackoff);
  }

  /** The pause after this many deaths in a row, 1 or more. */
  Duration backoff(int deaths) {
    Duration pause = firstBackoff;
    for (int i = 1; i < deaths && pause.compareTo(maxBackoff) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(maxBackoff) < 0 ? pause : maxBackoff;
  }
}
