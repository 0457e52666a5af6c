package dev.hearth.gateway.sandbox.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the referee knows by itself: plain lists, counted anew each time. */
final class PoolModel {
  /** What a sandbox does. */
  enum Phase {
    STARTING,
    FAILED,
    IDLE,
    BUSY
  }

  /** A living sandbox; {@code since} is when its phase began. */
  record Box(long id, PoolKey key, Phase phase, long since) {
    boolean is(Phase wanted) {
      return phase == wanted;
    }
  }

  /** A ticket in the queue. */
  record Waiter(long ticket, PoolKey key, long since) {}

  /** Failed starts in a row, and until when nothing may be started after them. */
  private record Failures(int inRow, long until) {}

  /** In the order in which they came into their phase. */
  final Map<Long, Box> boxes = new LinkedHashMap<>();

  /** In the order in which they came. */
  final List<Waiter> waiters = new ArrayList<>();

  Set<PoolKey> current = Set.of();
  Map<PoolKey, Integer> targets = Map.of();
  Map<PoolKey, Long> keepAlives = Map.of();

  private final List<Box> starts = new ArrayList<>();
  private final PoolLimits limits;
  private final Map<PoolKey, Failures> failures = new HashMap<>();
  private final Map<PoolKey, Failures> initFailures = new HashMap<>();

  /** Whose Init failed. */
  private final Set<Long> unfit = new HashSet<>();

  PoolModel(PoolLimits limits) {
    this.limits = limits;
  }

  /** Moves a sandbox on; false where it is not in that phase. */
  boolean move(long id, Phase from, Phase to, long now) {
    Box box = boxes.get(id);
    if (box == null || !box.is(from)) {
      return false;
    }
    boxes.remove(id);
    boxes.put(id, new Box(id, box.key(), to, now));
    return true;
  }

  /** One that was starting is ready; false where there is no such. */
  boolean ready(PoolEvent.Started event, long now) {
    if (!move(event.sandbox(), Phase.STARTING, Phase.IDLE, now)) {
      return false;
    }
    PoolKey key = boxes.get(event.sandbox()).key();
    failures.remove(key);
    if (event.initialised()) {
      initFailures.remove(key);
    } else {
      unfit.add(event.sandbox());
      if (!pauses(initFailures, key, now)) {
        failed(initFailures, key, now);
      }
    }
    return true;
  }

  /** One is there from before; false where it is known. */
  boolean adopted(PoolEvent.Adopted event, long now) {
    if (boxes.containsKey(event.sandbox())) {
      return false;
    }
    Phase phase = event.busy() ? Phase.BUSY : Phase.IDLE;
    boxes.put(event.sandbox(), new Box(event.sandbox(), event.key(), phase, now));
    if (!event.initialised()) {
      unfit.add(event.sandbox());
    }
    return true;
  }

  /** One whose Init failed is as good as others; false where there is no such. */
  boolean initialised(long id) {
    Box box = boxes.get(id);
    if (box == null || box.is(Phase.STARTING)) {
      return false;
    }
    unfit.remove(id);
    initFailures.remove(box.key());
    return true;
  }

  boolean isUnfit(Box box) {
    return unfit.contains(box.id());
  }

  void failed(PoolKey key, long now) {
    failed(failures, key, now);
  }

  private void failed(Map<PoolKey, Failures> failures, PoolKey key, long now) {
    int inRow = failures.containsKey(key) ? failures.get(key).inRow() + 1 : 1;
    long pause = limits.firstBackoff();
    for (int i = 1; i < inRow && pause < limits.maxBackoff(); i++) {
      pause *= 2;
    }
    pause = Math.min(pause, limits.maxBackoff());
    failures.put(key, new Failures(inRow, now + pause));
  }

  /** What nobody needs is forgotten, its failures too. */
  void forget() {
    failures.keySet().removeIf(key -> !needed(key));
    initFailures.keySet().removeIf(key -> !needed(key));
    unfit.removeIf(id -> !boxes.containsKey(id));
  }

  long keepAlive(PoolKey key) {
    return keepAlives.getOrDefault(key, limits.keepAlive());
  }

  /** How many of a key are kept. */
  int target(PoolKey key) {
    return current.contains(key) ? targets.getOrDefault(key, 0) : 0;
  }

  /** Whether one is missed and nothing is done about it. */
  boolean missed(PoolKey key, long now) {
    boolean tries = (failing(key) || initFailures.containsKey(key)) && starting(key) > 0;
    boolean paced = starting(key) - waiting(key) >= limits.pace();
    boolean pauses = backsOff(key, now) || pauses(initFailures, key, now);
    boolean waits = pauses || tries || paced || startedMuch(key, now);
    return fit(key) < target(key) && room(key) && !waits;
  }

  boolean needed(PoolKey key) {
    return current.contains(key) || living(key) + waiting(key) > 0;
  }

  boolean failing(PoolKey key) {
    return failures.containsKey(key);
  }

  boolean backsOff(PoolKey key, long now) {
    return pauses(failures, key, now);
  }

  /** Whether one may be started that no ticket waits for. */
  boolean mayTryInit(PoolKey key, long now) {
    boolean first = !initFailures.containsKey(key) || starting(key) == 1;
    return first && !pauses(initFailures, key, now);
  }

  private static boolean pauses(Map<PoolKey, Failures> failures, PoolKey key, long now) {
    return failures.containsKey(key) && now - failures.get(key).until() < 0;
  }

  /** Whether one more could live, if need be in the place of an idle one. */
  boolean room(PoolKey key) {
    boolean unfitIdles = of(key).anyMatch(b -> b.is(Phase.IDLE) && isUnfit(b));
    return unfitIdles
        || (living(key) < limits.maxSandboxesPerFunction()
            && (boxes.size() < limits.maxSandboxes() || longestIdle() != null));
  }

  void started(PoolKey key, long now) {
    starts.removeIf(start -> now - start.since() >= limits.startPeriod());
    starts.add(new Box(0, key, Phase.STARTING, now));
  }

  /** How many sandboxes of a function were started within the last period. */
  long starts(PoolKey key, long now) {
    return starts.stream()
        .filter(start -> now - start.since() < limits.startPeriod())
        .filter(start -> start.key().function().equals(key.function()))
        .count();
  }

  /** Whether so many were started that the next may have to wait. */
  boolean startedMuch(PoolKey key, long now) {
    return starts(key, now) >= limits.starts() - 1;
  }

  /** Each that waits has a start of its own, unless one tries first or there is no room. */
  boolean hope(PoolKey key, long now) {
    boolean tries = failing(key) && starting(key) > 0;
    return tries || startedMuch(key, now) || starting(key) >= waiting(key) || !room(key);
  }

  Waiter waiter(long ticket) {
    return waiters.stream()
        .filter(w -> w.ticket() == ticket)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("ticket " + ticket + " does not wait"));
  }

  Waiter first(PoolKey key) {
    return waiters.stream().filter(w -> w.key().equals(key)).findFirst().orElse(null);
  }

  Waiter last(PoolKey key) {
    return waiters.reversed().stream().filter(w -> w.key().equals(key)).findFirst().orElse(null);
  }

  /** One whose Init failed only where there is no other. */
  Box lastIdle(PoolKey key) {
    return of(key)
        .filter(b -> b.is(Phase.IDLE))
        .reduce((earlier, later) -> isUnfit(later) && !isUnfit(earlier) ? earlier : later)
        .orElse(null);
  }

  /** Of those that are not kept. */
  Box longestIdle() {
    return boxes.values().stream()
        .filter(b -> b.is(Phase.IDLE) && (isUnfit(b) || fit(b.key()) > target(b.key())))
        .findFirst()
        .orElse(null);
  }

  boolean any(Predicate<Box> what) {
    return boxes.values().stream().anyMatch(what);
  }

  long waiting(PoolKey key) {
    return waiters.stream().filter(w -> w.key().equals(key)).count();
  }

  long living(PoolKey key) {
    return of(key).count();
  }

  /** Those that can be one of the kept. */
  long fit(PoolKey key) {
    return of(key).filter(b -> !isUnfit(b)).count();
  }

  long starting(PoolKey key) {
    return of(key).filter(b -> b.is(Phase.STARTING)).count();
  }

  private Stream<Box> of(PoolKey key) {
    return boxes.values().stream().filter(b -> b.key().equals(key));
  }
}
