package dev.hearth.gateway.sandbox.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * The sandboxes of one key and the tickets that wait for them. Idle ones are a stack, so that the
 * most recently used is used again and the others age; waiters are a queue.
 */
final class FunctionPool {
  /** A ticket in the queue. */
  record Waiter(long ticket, long since) {}

  final PoolKey key;
  final ArrayDeque<PooledSandbox.Idle> idle = new ArrayDeque<>();
  final LinkedHashMap<Long, Waiter> waiters = new LinkedHashMap<>();
  int starting;
  int living;

  /** Sandboxes that are kept, used or not. */
  int target;

  /** Those whose Init failed: they serve, but none of them is one that is kept. */
  private final Set<Long> uninitialised = new HashSet<>();

  private int failures;
  private long retryAt;
  private int initFailures;
  private long initRetryAt;
  private StartFailure lastFailure = new StartFailure(StartFailure.Kind.UNAVAILABLE, "");

  FunctionPool(PoolKey key, int target) {
    this.key = key;
    this.target = target;
  }

  /** The idle sandbox to use next: the one used last, of those whose Init is over if there are. */
  PooledSandbox.Idle takeLast() {
    Iterator<PooledSandbox.Idle> latestFirst = idle.descendingIterator();
    while (!uninitialised.isEmpty() && latestFirst.hasNext()) {
      PooledSandbox.Idle one = latestFirst.next();
      if (!uninitialised.contains(one.id())) {
        latestFirst.remove();
        return one;
      }
    }
    return idle.pollLast();
  }

  /**
   * Takes those out that have been idle for so long, or longer.
   *
   * @param kept as many stay alive, however old they are
   */
  List<PooledSandbox.Idle> takeAged(long now, long age, int kept) {
    var aged = new ArrayList<PooledSandbox.Idle>();
    int fit = 0;
    for (PooledSandbox.Idle one : idle) {
      if (now - one.since() < age) {
        break;
      }
      boolean unfit = uninitialised.contains(one.id());
      if (unfit || exceeds(kept + fit)) {
        aged.add(one);
        fit += unfit ? 0 : 1;
      }
    }
    idle.removeAll(aged);
    return aged;
  }

  /** The one that has been idle longest and is none of those that are kept; null without one. */
  PooledSandbox.Idle longestIdle() {
    return exceeds(target) ? idle.peekFirst() : longestUninitialised();
  }

  /** The one that has been idle longest of those whose Init failed; null without one. */
  PooledSandbox.Idle longestUninitialised() {
    return uninitialised.isEmpty()
        ? null
        : idle.stream().filter(one -> uninitialised.contains(one.id())).findFirst().orElse(null);
  }

  /** Whether more sandboxes live than this, or come to life. */
  boolean exceeds(int number) {
    return living - uninitialised.size() > number;
  }

  /** Whether one more is to be started of those that are kept. */
  boolean wantsAnother(long now, int pace) {
    boolean failing = failures > 0 || initFailures > 0;
    boolean may = !failing || (starting == 0 && !backingOff(now) && !initBackingOff(now));
    return may && !exceeds(target - 1) && starting - waiters.size() < pace;
  }

  Provisioned provisioned() {
    int started = living - starting;
    return new Provisioned(
        target,
        Math.min(target, living),
        Math.min(target, started - uninitialised.size()),
        started - idle.size(),
        initFailures > 0);
  }

  void adopted(PoolEvent.Adopted event) {
    living++;
    if (!event.initialised()) {
      uninitialised.add(event.sandbox());
    }
  }

  void started(PoolEvent.Started event, long now, PoolLimits limits) {
    starting--;
    failures = 0;
    if (event.initialised()) {
      initSucceeded(event.sandbox());
      return;
    }
    uninitialised.add(event.sandbox());
    // Counts once for all that were started together.
    if (!initBackingOff(now)) {
      initFailures++;
      initRetryAt = now + limits.backoff(initFailures);
    }
  }

  void initSucceeded(long sandbox) {
    uninitialised.remove(sandbox);
    initFailures = 0;
  }

  void ended(PooledSandbox sandbox) {
    idle.remove(sandbox);
    uninitialised.remove(sandbox.id());
    living--;
  }

  private boolean initBackingOff(long now) {
    return initFailures > 0 && now - initRetryAt < 0;
  }

  void startFailed(StartFailure why, long now, PoolLimits limits) {
    starting--;
    failures++;
    lastFailure = why;
    retryAt = now + limits.backoff(failures);
  }

  /**
   * After a failed start nothing is started for a while, lest a broken function forks without end.
   */
  private boolean backingOff(long now) {
    return failures > 0 && starting == 0 && now - retryAt < 0;
  }

  /** Why one more ticket cannot wait; null where it can. */
  Refusal whyNotWait(long now, int maxWaiters) {
    if (backingOff(now)) {
      return new Refusal.NotStarted(lastFailure);
    }
    return waiters.size() >= maxWaiters ? new Refusal.TooManyWaiters(maxWaiters) : null;
  }

  /** After a failure one start at a time tries whether it has gone; others wait for its result. */
  boolean probing() {
    return failures > 0 && starting > 0;
  }

  boolean empty() {
    return living == 0 && waiters.isEmpty();
  }
}
