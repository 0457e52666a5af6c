package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.AliasStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this gateway wants of the operator and which pods it has. Every change has a new sequence
 * number. What somebody waits for is told at once, anything else a little later. Safe for use by
 * several threads.
 */
final class Demand {
  /**
   * How much later. A pod that takes the place of a claimed one is made on the same cores, so that
   * it is best begun when the start that claimed has had them.
   */
  static final Duration CALM = Duration.ofMillis(250);

  /** Invocations that wait for sandboxes of a pool. */
  record PoolDemand(String namespace, String pool, int waiting) {}

  /** Code that no gateway has. */
  record MissingArtifact(String namespace, String function, String sha256) {}

  /** A function whose latest Init failed, and what its runtime said of that. */
  record FailedInit(
      String namespace, String function, String version, String errorType, String errorMessage) {}

  /** Invocations of a namespace that run now. */
  record AccountUse(String namespace, int concurrentExecutions) {}

  /** What became of the wish of a FunctionVersion or an Alias for sandboxes that are kept. */
  record Provisioned(
      String namespace,
      String function,
      String qualifier,
      String name,
      int requested,
      int allocated,
      int available,
      String reason,
      AliasStatus.Served served) {}

  /** What people are told in the end, so that it need not be told at once. */
  record Observed(
      List<FailedInit> functions, List<AccountUse> accounts, List<Provisioned> provisioned) {
    static final Observed NOTHING = new Observed(List.of(), List.of(), List.of());
  }

  /** The state at one moment, as it is told. */
  record Snapshot(
      long sequence,
      List<PoolDemand> pools,
      List<String> claimed,
      List<MissingArtifact> missingArtifacts,
      List<FailedInit> functions,
      List<AccountUse> accounts,
      List<Provisioned> provisioned) {}

  private final Duration calm;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<String> claimed = new LinkedHashSet<>();
  private final Set<MissingArtifact> missing = new LinkedHashSet<>();
  private Map<PoolRef, Integer> waiting = Map.of();
  private Observed observed = Observed.NOTHING;
  private long sequence = 1;
  private long urgent = 1;

  Demand(Duration calm) {
    this.calm = calm;
  }

  /** So many wait now. */
  void waiting(Map<PoolRef, Integer> now) {
    urgently(
        () -> {
          boolean other = !now.equals(waiting);
          waiting = new LinkedHashMap<>(now);
          return other;
        });
  }

  /** A function has this pod. */
  void claimed(String uid) {
    change(() -> claimed.add(uid));
  }

  /** The pod is no more, or not this gateway's. */
  void released(String uid) {
    change(() -> claimed.remove(uid));
  }

  /** This code has to be brought. */
  void missing(MissingArtifact artifact) {
    urgently(() -> missing.add(artifact));
  }

  /** Nobody waits for this code any more. */
  void found(MissingArtifact artifact) {
    change(() -> missing.remove(artifact));
  }

  /** This is seen now. */
  void observed(Observed now) {
    change(
        () -> {
          boolean other = !now.equals(observed);
          observed = now;
          return other;
        });
  }

  /** Whether a function has this pod. */
  boolean isClaimed(String uid) {
    lock.lock();
    try {
      return claimed.contains(uid);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The state soon after its number is another, or as it is when the time is over.
   *
   * @param known the number of the state that the asking one knows; at once if it is none of ours
   */
  Snapshot after(long known, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (sequence == known && left > 0) {
        left = changed.awaitNanos(left);
      }
      left = Math.min(left, calm.toNanos());
      while (known >= urgent && left > 0) {
        left = changed.awaitNanos(left);
      }
      return new Snapshot(
          sequence,
          waiting.entrySet().stream()
              .map(e -> new PoolDemand(e.getKey().namespace(), e.getKey().name(), e.getValue()))
              .toList(),
          List.copyOf(claimed),
          List.copyOf(new HashSet<>(missing)),
          observed.functions(),
          observed.accounts(),
          observed.provisioned());
    } finally {
      lock.unlock();
    }
  }

  /** A change that may be none. */
  private interface Change {
    boolean happened();
  }

  private void change(Change change) {
    lock.lock();
    try {
      if (change.happened()) {
        sequence++;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void urgently(Change change) {
    change(
        () -> {
          boolean happened = change.happened();
          urgent = happened ? sequence + 1 : urgent;
          return happened;
        });
  }
}
