package dev.hearth.gateway.admission;

/**
 * So many in each period, saved up for one period at most. Exact, since it counts in parts of a
 * token; {@code now} is in nanoseconds, and a clock that goes back gives nothing.
 */
public final class TokenBucket {
  private final long period;
  private long perPeriod;
  private long level;
  private long filled;

  /**
   * A full one.
   *
   * @param perPeriod tokens, 0 to 10,000,000
   * @param period nanoseconds, up to 10^11
   */
  public TokenBucket(long perPeriod, long period, long now) {
    this.period = period;
    this.perPeriod = perPeriod;
    this.level = perPeriod * period;
    this.filled = now;
  }

  /** Takes a token if there is one. */
  public boolean take(long now) {
    fill(now);
    if (level < period) {
      return false;
    }
    level -= period;
    return true;
  }

  /** Nanoseconds until there is a token; {@link Long#MAX_VALUE} where there will never be one. */
  public long untilNext(long now) {
    fill(now);
    if (level >= period) {
      return 0;
    }
    return perPeriod == 0 ? Long.MAX_VALUE : Math.ceilDiv(period - level, perPeriod);
  }

  /** From now on there are so many in each period. */
  public void resize(long tokens, long now) {
    fill(now);
    perPeriod = tokens;
    level = Math.min(level, perPeriod * period);
  }

  /** Whether it has saved up all it can, and so is as good as a new one. */
  public boolean full(long now) {
    fill(now);
    return level == perPeriod * period;
  }

  private void fill(long now) {
    long passed = now - filled;
    if (passed > 0) {
      filled = now;
      level = Math.min(perPeriod * period, level + Math.min(passed, period) * perPeriod);
    }
  }
}
