package dev.hearth.shim.sandbox;

import dev.hearth.shim.lifecycle.Verdict;
import java.time.Duration;

/** The Init phase that belongs to specialise: its time, its end, and who waits for that. */
final class InitPhase {
  static final Duration TIME = Duration.ofSeconds(10);

  private long since;
  private long nanos;
  private long unreported = -1;
  private Verdict verdict;

  synchronized void begins(long now) {
    since = now;
  }

  synchronized long deadlineNanos() {
    return since + TIME.toNanos();
  }

  synchronized void ends(Verdict how, long tookNanos) {
    verdict = how;
    nanos = tookNanos;
    unreported = how instanceof Verdict.Ready ? tookNanos : -1;
    notifyAll();
  }

  /** Waits for the end. */
  synchronized InitResult await() throws InterruptedException {
    while (verdict == null) {
      wait();
    }
    return new InitResult(nanos, Outcome.of(verdict, "", TIME.toMillis()));
  }

  /** How long it took, for the first that asks; negative for all others. */
  synchronized long takeUnreported() {
    long taken = unreported;
    unreported = -1;
    return taken;
  }
}
