package dev.hearth.shim.sandbox;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many connections the runtimes have open. When a runtime has ended, what it sent before is
 * still on them: its end is told only after they have ended too.
 */
public final class Connections {
  /** Connections of all runtimes together; a runtime needs one or two. */
  public static final int LIMIT = 64;

  /** A child that inherited a connection keeps it open for ever: the wait has an end. */
  private static final long PATIENCE_MS = 50;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int open;

  /** False where there are too many. */
  public boolean opened() {
    lock.lock();
    try {
      if (open == LIMIT) {
        return false;
      }
      open++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  public void closed() {
    lock.lock();
    try {
      open--;
      none.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void awaitNone() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
      while (open > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
