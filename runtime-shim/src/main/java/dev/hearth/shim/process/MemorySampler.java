package dev.hearth.shim.process;

import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The thread that samples every watch that is armed, and sleeps without waking while none is. A
 * watch is first sampled a period after it was armed, when the invocation has had the processor.
 */
final class MemorySampler implements Runnable {
  static final long PERIOD_NANOS = 100_000_000;

  /** A period is never longer, however dear a sample is. */
  private static final long MAX_PERIOD_NANOS = 10 * PERIOD_NANOS;

  private static final int COST_SHARE = 50;

  private static MemorySampler shared;

  private final LongSupplier ticks;
  private final Set<MemoryWatch> watches = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this, "memory-sampler");
  private volatile boolean asleep;

  private MemorySampler(LongSupplier ticks) {
    this.ticks = ticks;
  }

  /** The one of this process, which keeps the ticks of whoever came first. */
  static synchronized MemorySampler shared(LongSupplier ticks) {
    if (shared == null) {
      shared = new MemorySampler(ticks);
      shared.thread.setDaemon(true);
      shared.thread.start();
    }
    return shared;
  }

  void add(MemoryWatch watch) {
    watches.add(watch);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    long pause = PERIOD_NANOS;
    while (true) {
      awaitWatches();
      LockSupport.parkNanos(pause);
      long from = ticks.getAsLong();
      watches.forEach(this::sample);
      long cost = ticks.getAsLong() - from;
      pause = Math.clamp(cost * COST_SHARE, PERIOD_NANOS, MAX_PERIOD_NANOS);
    }
  }

  private void awaitWatches() {
    asleep = true;
    while (watches.isEmpty()) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  private void sample(MemoryWatch watch) {
    if (!watch.isArmed()) {
      watches.remove(watch);
      if (watch.isArmed()) {
        // Armed again between the two lines, when it still counted as watched.
        watches.add(watch);
      }
    }
    try {
      watch.sampleNow();
    } catch (UncheckedIOException e) {
      // The next sample may succeed; a runtime is not ended because nothing is known.
      return;
    }
  }
}
