package dev.hearth.gateway.provisioning;

import dev.hearth.crds.ProvisionedConcurrency.TargetUtilization;
import java.time.Instant;

/**
 * Follows the use of kept sandboxes as Application Auto Scaling does: what counts is the highest
 * use of each minute, more are kept after three minutes above the target, fewer after fifteen in
 * which nine tenths of it were not reached. Not safe for several threads at once.
 */
final class UtilizationTracker {
  /** Minutes in a row before more are kept. */
  static final int OUT_AFTER = 3;

  /** Minutes in a row before fewer are kept. */
  static final int IN_AFTER = 15;

  private static final double LITTLE = 0.9;
  private static final long MINUTE = 60;

  private final TargetUtilization target;
  private int base = -1;
  private int number;
  private long minute = Long.MIN_VALUE;
  private double highest;
  private int above;
  private int below;

  UtilizationTracker(TargetUtilization target) {
    this.target = target;
  }

  /**
   * How many are to be kept from now on.
   *
   * @param wanted what is kept where use says nothing else; a change of it counts at once
   * @param used highest share that was in use since the last call
   */
  int follow(int wanted, double used, Instant now) {
    long current = Math.floorDiv(now.getEpochSecond(), MINUTE);
    if (wanted != base) {
      base = wanted;
      number = within(wanted);
      above = 0;
      below = 0;
    }
    highest = Math.max(highest, used);
    if (current > minute) {
      if (minute != Long.MIN_VALUE) {
        minuteIsOver();
        highest = 0;
      }
      minute = current;
    }
    return number;
  }

  private void minuteIsOver() {
    above = highest > target.value() ? above + 1 : 0;
    below = highest < LITTLE * target.value() ? below + 1 : 0;
    int fitting = (int) Math.ceil(number * highest / target.value());
    if (above >= OUT_AFTER) {
      number = within(Math.max(number + 1, fitting));
    } else if (below >= IN_AFTER) {
      number = within(Math.min(number, fitting));
    }
  }

  private int within(int executions) {
    return Math.clamp(executions, target.min(), target.max());
  }
}
