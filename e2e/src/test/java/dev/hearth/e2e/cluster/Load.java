package dev.hearth.e2e.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Invocations that go on and on, from several callers at once, until this is closed. */
public final class Load implements AutoCloseable {
  private static final long PATIENCE_S = 60;
  private static final long PAUSE_MS = 100;

  /** Failures after which nobody waits for better ones. */
  private static final int TOO_MANY = 50;

  private final List<Thread> callers = new ArrayList<>();
  private final Set<String> answers = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition another = lock.newCondition();
  private long done;
  private volatile boolean ends;

  /**
   * @param invocation answers what the function answered; what it throws is a failure
   */
  public Load(int callers, Supplier<String> invocation) {
    for (int i = 0; i < callers; i++) {
      this.callers.add(Thread.startVirtualThread(() -> call(invocation)));
    }
  }

  /** Returns when this many more invocations have been answered. */
  public void awaitMore(int invocations) throws InterruptedException {
    lock.lock();
    try {
      await(done + invocations);
    } finally {
      lock.unlock();
    }
  }

  /** Returns when a function has given this answer. */
  public void awaitAnswer(String answer) throws InterruptedException {
    lock.lock();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
      while (!answers.contains(answer)) {
        if (another.awaitNanos(end - System.nanoTime()) <= 0) {
          throw new AssertionError("nobody answered " + answer + ", but " + answers + failures);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** What went wrong until now. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** Every different answer until now. */
  public Set<String> answers() {
    return Set.copyOf(answers);
  }

  private void await(long wanted) throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (done < wanted) {
      left = another.awaitNanos(left);
      if (left <= 0 || failures.size() > TOO_MANY) {
        throw new AssertionError("invocations do not go on: " + failures);
      }
    }
  }

  private void call(Supplier<String> invocation) {
    while (!ends) {
      try {
        answers.add(invocation.get());
        count();
      } catch (RuntimeException e) {
        failures.add(e);
        pause();
      }
    }
  }

  /** Who fails at once does not call again at once. */
  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
  }

  private void count() {
    lock.lock();
    try {
      done++;
      another.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets what was begun end. */
  @Override
  public void close() {
    ends = true;
    try {
      for (Thread caller : callers) {
        caller.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the tests", e);
    }
  }
}
