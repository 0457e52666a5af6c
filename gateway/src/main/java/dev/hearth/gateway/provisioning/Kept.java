package dev.hearth.gateway.provisioning;

import dev.hearth.crds.Schedules;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.Wish;
import java.time.Duration;
import java.time.Instant;

/** One {@link Wish} through time: how many it wants, and since when its alias is to move on. */
final class Kept {
  /** An alias moves on after so long, whether or not its sandboxes are ready. */
  static final Duration MOST_WAIT = Duration.ofMinutes(5);

  final Wish wish;
  private final Schedules schedules;
  private final UtilizationTracker tracker;
  private long minute = Long.MIN_VALUE;
  private int scheduled;
  private AliasRoute movesTo;
  private Instant movesSince = Instant.MIN;

  Kept(Wish wish) {
    this.wish = wish;
    this.schedules = new Schedules(wish.spec());
    var target = wish.spec().targetUtilization();
    this.tracker = target == null ? null : new UtilizationTracker(target);
  }

  /**
   * Sandboxes wanted now.
   *
   * @param used highest share of those there are that was in use since the last call, 0-1
   */
  int wanted(double used, Instant now) {
    long current = Math.floorDiv(now.getEpochSecond(), 60);
    if (current != minute) {
      minute = current;
      scheduled = schedules.at(now); // they begin at whole minutes
    }
    return tracker == null ? scheduled : tracker.follow(scheduled, used, now);
  }

  /** Whether an alias has waited long enough for the sandboxes of where it is to lead. */
  boolean hasWaited(AliasRoute declared, Instant now) {
    if (!declared.equals(movesTo)) {
      movesTo = declared;
      movesSince = now;
    }
    return !now.isBefore(movesSince.plus(MOST_WAIT));
  }

  /** The alias leads where it is to lead. */
  void stays() {
    movesTo = null;
  }
}
