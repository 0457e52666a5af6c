package dev.hearth.shim.process;

import java.util.function.LongSupplier;

/**
 * Watches the memory of a runtime's processes while invocations run: sampled every 100 ms or, where
 * sampling is dear, so seldom that it takes a fiftieth of a core. {@link #start} and {@link #stop}
 * cost an invocation next to nothing: a thread shared by all watches does the work, later.
 */
public final class MemoryWatch {
  private final MemoryMeter meter;
  private final long limitBytes;
  private final Runnable onExceeded;
  private final MemorySampler sampler;
  private final Object sampling = new Object();
  private final Object ending = new Object();
  private volatile boolean armed;
  private volatile long maxBytes;
  private boolean exceeded;

  /**
   * @param rootPidOr0 the runtime's first process; 0 for all processes that are not this one: as
   *     pid 1 everyone, so that orphans count too, elsewhere its descendants
   * @param limitBytes what the runtime may use
   * @param onExceeded run once, on the sampling thread, when a sample is above the limit; it has to
   *     be brief, since {@link #stop} waits for it
   * @param ticks nanoseconds, by which the cost of sampling is measured
   */
  public MemoryWatch(int rootPidOr0, long limitBytes, Runnable onExceeded, LongSupplier ticks) {
    this.meter = new MemoryMeter(rootPidOr0);
    this.limitBytes = limitBytes;
    this.onExceeded = onExceeded;
    this.sampler = MemorySampler.shared(ticks);
  }

  /** From now on the watch is sampled: once at least, even where {@link #stop} follows at once. */
  public void start() {
    armed = true;
    sampler.add(this);
  }

  /** After this has returned {@code onExceeded} is not run. */
  public void stop() {
    synchronized (ending) {
      armed = false;
    }
  }

  boolean isArmed() {
    return armed;
  }

  /** The most that a sample has found so far, in bytes. */
  public long maxBytes() {
    return maxBytes;
  }

  /** Samples on the calling thread, off an invocation's path. */
  public void sampleNow() {
    long bytes;
    synchronized (sampling) {
      bytes = meter.bytes(Math.min(maxBytes, limitBytes));
      maxBytes = Math.max(maxBytes, bytes);
    }
    if (bytes > limitBytes) {
      exceed();
    }
  }

  private void exceed() {
    synchronized (ending) {
      if (armed && !exceeded) {
        exceeded = true;
        onExceeded.run();
      }
    }
  }
}
