package dev.hearth.operator.pool;

import dev.hearth.operator.pool.PoolDecision.Removal;
import dev.hearth.operator.pool.SandboxState.Claimed;
import dev.hearth.operator.pool.SandboxState.Dead;
import dev.hearth.operator.pool.SandboxState.Leaving;
import dev.hearth.operator.pool.SandboxState.Spare;
import dev.hearth.operator.pool.SandboxState.Starting;
import dev.hearth.operator.pool.SandboxState.Stuck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides what a pool does: one look in, what to make and what to delete out. It never deletes a
 * sandbox that a living function has, and never lets more than {@code max} live.
 */
public final class PoolPlan {
  /** Pools are looked at this often even if nothing is expected to happen. */
  static final Duration ROUTINE = Duration.ofMinutes(5);

  /** A pool with more spares than it keeps at rest is looked at this often. */
  private static final Duration FADING = Duration.ofSeconds(10);

  /** So many of a pool may start at one time before any of them is up. */
  private static final int FIRST_STARTING = 10;

  private static final Duration UNHEARD = Duration.ofSeconds(1);

  private final PoolWish wish;
  private final PoolLimits limits;
  private final Instant now;
  private final List<ObservedSandbox> alive;
  private final List<Removal> removals = new ArrayList<>();
  private final Set<String> removed = new HashSet<>();
  private Instant lookAgain;

  private PoolPlan(PoolWish wish, PoolLimits limits, Instant now, List<ObservedSandbox> alive) {
    this.wish = wish;
    this.limits = limits;
    this.now = now;
    this.alive = alive;
    this.lookAgain = now.plus(ROUTINE);
  }

  /** The decision for what the last look showed. */
  public static PoolDecision decide(
      PoolMemory memory,
      PoolWish wish,
      List<ObservedSandbox> sandboxes,
      PoolLimits limits,
      Instant now) {
    PoolMemory seen = memory.seen(sandboxes, now, limits);
    List<ObservedSandbox> alive =
        sandboxes.stream()
            .filter(s -> !(s.state() instanceof Leaving) && !seen.condemned().contains(s.uid()))
            .toList();
    return new PoolPlan(wish, limits, now, alive).decide(seen);
  }

  private PoolDecision decide(PoolMemory seen) {
    PoolMemory counted = countDeaths(seen);
    PoolMemory needed = noteNeed(counted);
    removeStrays();
    int target = target(needed);
    int wanted = target + wish.waiting();
    if (wish.complete()) {
      replaceOutdated(target);
    } else {
      // What looks like a spare may be a gateway's that has not been heard.
      lookAgainAt(now.plus(UNHEARD));
    }
    int create = create(needed, wanted);
    if (wish.complete()) {
      shrink(wanted - needed.expected().size());
    }
    PoolMemory after = needed.condemned(removed);
    PoolReport report = report(after);
    lookAtDeadlines(after, create);
    Duration pause = Duration.between(now, lookAgain);
    return new PoolDecision(
        after,
        create,
        List.copyOf(removals),
        settle(),
        pause.isNegative() ? Duration.ZERO : pause,
        report);
  }

  /** Dead sandboxes go; those that died unused make the pool pause, longer each time. */
  private PoolMemory countDeaths(PoolMemory seen) {
    boolean proven = false;
    String unused = null;
    for (ObservedSandbox sandbox : alive) {
      switch (sandbox.state()) {
        case Dead(boolean used, String message) -> {
          remove(sandbox, message);
          unused = used ? unused : message;
        }
        case Starting _ -> {
          if (passed(sandbox.since().plus(limits.startTimeout()))) {
            unused = "it did not start within " + limits.startTimeout().toSeconds() + " s";
            remove(sandbox, unused);
          }
        }
        case Spare _, Claimed _ -> {
          if (seen.deaths() > 0 && passed(sandbox.since().plus(limits.proven()))) {
            proven = true;
          }
        }
        case Stuck _, Leaving _ -> {}
      }
    }
    if (unused != null) {
      int deaths = seen.deaths() + 1;
      return seen.deaths(deaths, unused, now.plus(limits.backoff(deaths)));
    }
    return proven ? seen.deaths(0, "", Instant.MIN) : seen;
  }

  private PoolMemory noteNeed(PoolMemory seen) {
    boolean needed = wish.touched() || wish.waiting() > 0 || count(Claimed.class) > 0;
    Instant neededAt = needed ? now : seen.neededAt();
    Instant idleAt = neededAt.plus(limits.idleAfter());
    boolean idle = !needed && (seen.idle() || passed(idleAt));
    return seen.needed(neededAt, idle, rate(seen.rate()));
  }

  /** Before all gateways were heard, what they claimed long ago would be taken for news. */
  private ClaimRate rate(ClaimRate before) {
    return wish.complete() ? before.seen(alive, now) : ClaimRate.unknown(now);
  }

  /** Spares to be kept: as many as are claimed while one is made, but never fewer than wished. */
  private int target(PoolMemory memory) {
    if (memory.idle() || wish.spare() == 0) {
      return 0;
    }
    int spares = memory.rate().spares(limits.refill());
    if (spares <= wish.spare()) {
      return wish.spare();
    }
    lookAgainAt(now.plus(FADING));
    return Math.min(spares, wish.max());
  }

  private void removeStrays() {
    for (ObservedSandbox sandbox : alive) {
      if (sandbox.state() instanceof Claimed(String function, boolean _)
          && !function.isEmpty()
          && !wish.functions().contains(function)) {
        remove(sandbox, "its function is gone");
      }
    }
  }

  /** Unused sandboxes of an old template go as new ones become ready; nothing usable goes early. */
  private void replaceOutdated(int target) {
    int fresh = (int) left(Spare.class).filter(s -> s.template().equals(wish.template())).count();
    int kept = Math.max(0, target - fresh);
    for (ObservedSandbox sandbox : unclaimed().toList()) {
      if (sandbox.template().equals(wish.template())) {
        continue;
      }
      if (sandbox.state() instanceof Spare && kept > 0) {
        kept--;
      } else {
        remove(sandbox, "the pool's pods are made differently now");
      }
    }
  }

  private int create(PoolMemory memory, int wanted) {
    int made = memory.expected().size();
    boolean stuck = left(Stuck.class).findAny().isPresent();
    int missing = wanted - (int) current().count() - made;
    int room = wish.max() - (alive.size() - removals.size() + made);
    int pace = mayStart() - (int) left(Starting.class).count() - made;
    int create = Math.max(0, Math.min(missing, Math.min(room, pace)));
    if (create > 0 && !passed(memory.notBefore())) {
      lookAgainAt(memory.notBefore());
      return 0;
    }
    // One that is stuck stands for all: more of the same would be stuck, too.
    return stuck ? 0 : create;
  }

  /**
   * As many as have come up: a burst of more than the nodes can start at one time is late as one.
   */
  private int mayStart() {
    int up = (int) (left(Spare.class).count() + left(Claimed.class).count());
    return Math.min(limits.maxStarting(), Math.max(FIRST_STARTING, up));
  }

  /** Spares beyond what is wanted go, oldest first, once they have waited for the next burst. */
  private void shrink(int wanted) {
    List<ObservedSandbox> unclaimed =
        current().sorted(Comparator.comparing(ObservedSandbox::since)).toList();
    int surplus = unclaimed.size() - Math.max(0, wanted);
    for (ObservedSandbox sandbox : unclaimed) {
      if (surplus <= 0) {
        return;
      }
      Instant end = sandbox.since().plus(limits.surplusKept());
      if (passed(end)) {
        remove(sandbox, "nobody needs it");
      } else {
        lookAgainAt(end);
      }
      surplus--;
    }
  }

  private List<ObservedSandbox> settle() {
    return left(Claimed.class)
        .filter(s -> s.state() instanceof Claimed(String _, boolean initCpu) && initCpu)
        .toList();
  }

  /** Nothing tells that something has not happened, so the time for it is looked at. */
  private void lookAtDeadlines(PoolMemory memory, int create) {
    if (create > 0) {
      lookAgainAt(now.plus(limits.unseen()));
    }
    memory.expected().values().forEach(made -> lookAgainAt(made.plus(limits.unseen())));
    left(Starting.class).forEach(s -> lookAgainAt(s.since().plus(limits.startTimeout())));
    if (!memory.idle()) {
      lookAgainAt(memory.neededAt().plus(limits.idleAfter()));
    }
  }

  private PoolReport report(PoolMemory memory) {
    int ready = (int) left(Spare.class).count();
    int claimed = (int) left(Claimed.class).count();
    for (ObservedSandbox sandbox : alive) {
      if (sandbox.state() instanceof Stuck(String reason, String message)) {
        return new PoolReport(ready, claimed, memory.idle(), false, reason, message);
      }
    }
    if (memory.deaths() > 0 && ready + claimed == 0) {
      String message = "sandboxes end before a function has them: " + memory.lastDeath();
      return new PoolReport(ready, claimed, memory.idle(), false, "SandboxesFail", message);
    }
    if (memory.idle()) {
      return new PoolReport(
          ready, claimed, true, true, "Idle", "no spare is kept until one is needed");
    }
    boolean usable = ready + claimed > 0 || wish.spare() == 0;
    return usable
        ? new PoolReport(ready, claimed, false, true, "Ready", "")
        : new PoolReport(ready, claimed, false, false, "Starting", "the first sandboxes start");
  }

  private Stream<ObservedSandbox> left(Class<? extends SandboxState> state) {
    return left().filter(s -> state.isInstance(s.state()));
  }

  private Stream<ObservedSandbox> left() {
    return alive.stream().filter(s -> !removed.contains(s.uid()));
  }

  /** Those that no function has and that are, or may become, a spare. */
  private Stream<ObservedSandbox> unclaimed() {
    return left()
        .filter(
            s ->
                switch (s.state()) {
                  case Starting _, Stuck _, Spare _ -> true;
                  case Claimed _, Dead _, Leaving _ -> false;
                });
  }

  private Stream<ObservedSandbox> current() {
    return unclaimed().filter(s -> s.template().equals(wish.template()));
  }

  private void remove(ObservedSandbox sandbox, String why) {
    if (removed.add(sandbox.uid())) {
      removals.add(new Removal(sandbox, why));
    }
  }

  private long count(Class<? extends SandboxState> state) {
    return alive.stream().filter(s -> state.isInstance(s.state())).count();
  }

  private boolean passed(Instant at) {
    return !now.isBefore(at);
  }

  private void lookAgainAt(Instant at) {
    lookAgain = at.isBefore(lookAgain) ? at : lookAgain;
  }
}
