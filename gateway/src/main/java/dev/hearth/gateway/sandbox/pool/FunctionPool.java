package dev.hearth.gateway.sandbox.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

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

  private int failures;
  private long retryAt;
  private StartFailure lastFailure = new StartFailure(StartFailure.Kind.UNAVAILABLE, "");

  FunctionPool(PoolKey key, int target) {
    this.key = key;
    this.target = target;
  }

  /**
   * Takes those out that have been idle for so long, or longer.
   *
   * @param kept as many stay alive, however old they are
   */
  List<PooledSandbox.Idle> takeAged(long now, long age, int kept) {
    var aged = new ArrayList<PooledSandbox.Idle>();
    while (!idle.isEmpty()
        && exceeds(kept + aged.size())
        && now - idle.peekFirst().since() >= age) {
      aged.add(idle.removeFirst());
    }
    return aged;
  }

  /** Whether more sandboxes live than this. */
  boolean exceeds(int number) {
    return living > number;
  }

  /** Whether one more is to be started of those that are kept. */
  boolean wantsAnother(long now, int pace) {
    boolean may = failures == 0 || (starting == 0 && !backingOff(now));
    return may && living < target && starting - waiters.size() < pace;
  }

  Provisioned provisioned() {
    int initialised = living - starting;
    return new Provisioned(
        target, Math.min(target, living), Math.min(target, initialised), initialised - idle.size());
  }

  void startFailed(StartFailure why, long now, PoolLimits limits) {
    failures++;
    lastFailure = why;
    retryAt = now + limits.backoff(failures);
  }

  void startSucceeded() {
    failures = 0;
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
