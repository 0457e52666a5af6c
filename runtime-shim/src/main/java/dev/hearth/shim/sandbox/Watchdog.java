package dev.hearth.shim.sandbox;

import dev.hearth.shim.Clock;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds invocations to their deadline and their memory. While there is work it wakes up on its own,
 * so that an invocation that starts need not wake it; it sleeps only when it has been quiet.
 */
final class Watchdog {
  private static final long TICK_NANOS = 100_000_000;
  private static final long QUIET_NANOS = 1_000_000_000;

  /** Where there are many processes to look at, it is done so seldom that it takes a fiftieth. */
  private static final long DEAR = 50;

  private static final long LARGE_HEAP_BYTES = 8 << 20;

  private final Sandbox sandbox;
  private final Clock clock;
  private volatile Thread asleep;

  Watchdog(Sandbox sandbox, Clock clock) {
    this.sandbox = sandbox;
    this.clock = clock;
  }

  /** There is something to watch. */
  void wake() {
    Thread thread = asleep;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  void run() {
    long active = clock.nanos();
    long nextMeasure = active + TICK_NANOS;
    while (true) {
      Watch watch = sandbox.watched();
      long now = clock.nanos();
      if (now - nextMeasure >= 0) {
        sandbox.measureMemory();
        long cost = clock.nanos() - now;
        nextMeasure = now + Math.max(TICK_NANOS, cost * DEAR);
      }
      if (watch.active()) {
        active = now;
        if (now - watch.deadlineNanos() >= 0) {
          sandbox.deadlinePassed();
        } else {
          LockSupport.parkNanos(Math.min(TICK_NANOS, watch.deadlineNanos() - now));
        }
      } else if (now - active < QUIET_NANOS) {
        LockSupport.parkNanos(TICK_NANOS);
      } else {
        sleep();
        nextMeasure = clock.nanos() + TICK_NANOS;
      }
    }
  }

  private void sleep() {
    if (Runtime.getRuntime().totalMemory() > LARGE_HEAP_BYTES) {
      // Unpacking many files has made it large; an idle sandbox gives it back.
      System.gc();
    }
    asleep = Thread.currentThread();
    // Whoever starts something after this look sees that we are asleep.
    if (!sandbox.watched().active()) {
      LockSupport.park(this);
    }
    asleep = null;
  }
}
