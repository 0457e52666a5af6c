package dev.hearth.gateway.sandbox.pool;

import java.util.ArrayList;
import java.util.HashMap;
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

  private final List<Box> starts = new ArrayList<>();
  private final PoolLimits limits;
  private final Map<PoolKey, Failures> failures = new HashMap<>();

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

  void failed(PoolKey key, long now) {
    int inRow = failures.containsKey(key) ? failures.get(key).inRow() + 1 : 1;
    long pause = limits.firstBackoff();
    for (int i = 1; i < inRow && pause < limits.maxBackoff(); i++) {
      pause *= 2;
    }
    pause = Math.min(pause, limits.maxBackoff());
    failures.put(key, new Failures(inRow, now + pause));
  }

  void recovered(PoolKey key) {
    failures.remove(key);
  }

  /** What nobody needs is forgotten, its failures too. */
  void forget() {
    failures.keySet().removeIf(key -> !needed(key));
  }

  /** How many of a key are kept. */
  int target(PoolKey key) {
    return current.contains(key) ? targets.getOrDefault(key, 0) : 0;
  }

  /** Whether one is missed and nothing is done about it. */
  boolean missed(PoolKey key, long now) {
    boolean tries = failing(key) && starting(key) > 0;
    boolean paced = starting(key) - waiting(key) >= limits.pace();
    boolean waits = backsOff(key, now) || tries || paced || startedMuch(key, now);
    return living(key) < target(key) && room(key) && !waits;
  }

  boolean needed(PoolKey key) {
    return current.contains(key) || living(key) + waiting(key) > 0;
  }

  boolean failing(PoolKey key) {
    return failures.containsKey(key);
  }

  boolean backsOff(PoolKey key, long now) {
    return failing(key) && now - failures.get(key).until() < 0;
  }

  /** Whether one more could live, if need be in the place of an idle one. */
  boolean room(PoolKey key) {
    return living(key) < limits.maxSandboxesPerFunction()
        && (boxes.size() < limits.maxSandboxes() || longestIdle() != null);
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

  Box lastIdle(PoolKey key) {
    return of(key).filter(b -> b.is(Phase.IDLE)).reduce((earlier, later) -> later).orElse(null);
  }

  /** Of those that are not kept. */
  Box longestIdle() {
    return boxes.values().stream()
        .filter(b -> b.is(Phase.IDLE) && living(b.key()) > target(b.key()))
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

  long starting(PoolKey key) {
    return of(key).filter(b -> b.is(Phase.STARTING)).count();
  }

  private Stream<Box> of(PoolKey key) {
    return boxes.values().stream().filter(b -> b.key().equals(key));
  }
}
