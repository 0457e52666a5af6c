package dev.hearth.gateway.testing;

import java.util.function.BooleanSupplier;

/** Lets a test wait for what its fakes see, without sleeping. */
public final class Changes {
  private static final Object MONITOR = new Object();
  private static final long PATIENCE_MS = 20_000;

  /** Not everything that happens is told. */
  private static final long LOOK_MS = 50;

  private Changes() {}

  /** Something that a test may wait for. */
  public static void happened() {
    synchronized (MONITOR) {
      MONITOR.notifyAll();
    }
  }

  /** Waits until this holds; fails after 20 s. */
  public static void await(String what, BooleanSupplier holds) {
    long end = System.currentTimeMillis() + PATIENCE_MS;
    synchronized (MONITOR) {
      while (!holds.getAsBoolean()) {
        long left = end - System.currentTimeMillis();
        if (left <= 0) {
          throw new AssertionError("waited in vain for " + what);
        }
        try {
          MONITOR.wait(Math.min(left, LOOK_MS));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
