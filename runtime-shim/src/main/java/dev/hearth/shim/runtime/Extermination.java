package dev.hearth.shim.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Kills everything of a runtime: again and again until nothing is left, since what is killed may
 * have forked meanwhile.
 */
public final class Extermination {
  /** After that long the sandbox has to end itself. */
  public static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final long PAUSE_NANOS = 1_000_000;

  private final ProcessTable table;
  private final LongSupplier ticks;

  public Extermination(ProcessTable table, LongSupplier ticks) {
    this.table = table;
    this.ticks = ticks;
  }

  /** False where something still lives. */
  public boolean killAll() {
    long end = ticks.getAsLong() + PATIENCE.toNanos();
    while (true) {
      List<Integer> alive;
      try {
        alive = table.alive();
      } catch (IOException e) {
        return false;
      }
      if (alive.isEmpty()) {
        return true;
      }
      if (ticks.getAsLong() - end > 0) {
        return false;
      }
      for (int pid : alive) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
