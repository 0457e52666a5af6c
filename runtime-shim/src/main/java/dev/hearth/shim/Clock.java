package dev.hearth.shim;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two times a sandbox knows: the wall's, which is told to others, and ticks in nanoseconds, by
 * which durations and deadlines are measured.
 */
public record Clock(InstantSource wall, LongSupplier ticks) {
  public long nanos() {
    return ticks.getAsLong();
  }

  public long millis() {
    return wall.millis();
  }
}
