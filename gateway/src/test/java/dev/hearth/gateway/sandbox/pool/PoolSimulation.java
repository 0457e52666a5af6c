package dev.hearth.gateway.sandbox.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A world around {@link Pools}: clients that come, wait and leave, sandboxes that start, fail and
 * die, functions that change. Every effect is checked against what the world knows.
 */
final class PoolSimulation {
  static final PoolLimits LIMITS = new PoolLimits(12, 6, 5, 400, 90, 70, 10, 80);
  private static final int STEPS = 400;

  /** A promise that the pools broke. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
      super(what);
    }
  }

  private final Pools pools;
  private final SplittableRandom random;
  private final Map<Long, PoolKey> starting = new LinkedHashMap<>();
  private final Map<Long, PoolKey> alive = new HashMap<>();
  private final Map<Long, Long> busy = new LinkedHashMap<>();
  private final Map<PoolKey, ArrayDeque<Long>> idle = new HashMap<>();
  private final Map<Long, Long> idleSince = new HashMap<>();
  private final Map<PoolKey, ArrayDeque<Long>> waiters = new LinkedHashMap<>();
  private final Map<PoolKey, Integer> failuresInRow = new HashMap<>();
  private final Set<Long> settled = new HashSet<>();
  private final List<PoolKey> revisions = new ArrayList<>();
  private long now;
  private long ticket;

  PoolSimulation(Pools pools, long seed) {
    this.pools = pools;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < 4; i++) {
      revisions.add(new PoolKey("f" + i, "$LATEST", "r0"));
    }
  }

  void run() {
    retain();
    for (int step = 0; step < STEPS; step++) {
      now += random.nextInt(4);
      step();
      check(alive.size() == pools.living(), "the pools miscount the living");
    }
    quietDown();
  }

  private void step() {
    int chance = random.nextInt(100);
    if (chance < 40) {
      claim(revisions.get(random.nextInt(random.nextInt(revisions.size()) + 1)));
    } else if (chance < 60) {
      finishOne();
    } else if (chance < 78) {
      startOne(random.nextInt(8) == 0);
    } else if (chance < 84) {
      leaveOne();
    } else if (chance < 88) {
      dieOne();
    } else if (chance < 90) {
      int changed = random.nextInt(revisions.size());
      PoolKey old = revisions.get(changed);
      revisions.set(changed, new PoolKey(old.function(), old.version(), "r" + now));
      retain();
    } else if (chance < 92) {
      late();
    } else {
      now += random.nextInt(30);
      tick();
    }
  }

  /** Events about what is long gone must change nothing. */
  private void late() {
    long gone = 1_000_000L + random.nextInt(10);
    check(on(new PoolEvent.Finished(gone)).isEmpty(), "an unknown sandbox was used");
    check(on(new PoolEvent.Started(gone)).isEmpty(), "an unknown sandbox was used");
    check(on(new PoolEvent.Died(gone)).isEmpty(), "an unknown sandbox was used");
  }

  private void claim(PoolKey key) {
    ticket++;
    queue(key).addLast(ticket);
    apply(new PoolEvent.Claim(ticket, key));
    // Only tickets that a start or a probe is on its way for may wait.
    boolean waits = queue(key).contains(ticket);
    check(!waits || starting.containsValue(key), "a ticket waits for nothing");
    check(queue(key).size() <= LIMITS.maxWaiters(), "too many wait");
  }

  private void finishOne() {
    Long sandbox = any(busy);
    if (sandbox != null) {
      busy.remove(sandbox);
      becameFree(sandbox);
      apply(new PoolEvent.Finished(sandbox));
      served(sandbox);
    }
  }

  private void startOne(boolean fails) {
    Long sandbox = any(starting);
    if (sandbox == null) {
      return;
    }
    PoolKey key = starting.remove(sandbox);
    if (fails) {
      failuresInRow.merge(key, 1, Integer::sum);
      apply(
          new PoolEvent.StartFailed(sandbox, new StartFailure(StartFailure.Kind.UNAVAILABLE, "")));
      check(!alive.containsKey(sandbox), "a sandbox that failed was not retired");
      int left = (int) starting.values().stream().filter(key::equals).count();
      check(queue(key).size() <= left, "a waiter was left without a start");
    } else {
      failuresInRow.remove(key);
      becameFree(sandbox);
      apply(new PoolEvent.Started(sandbox));
      served(sandbox);
    }
  }

  private void becameFree(long sandbox) {
    idle.computeIfAbsent(alive.get(sandbox), k -> new ArrayDeque<>()).addLast(sandbox);
    idleSince.put(sandbox, now);
  }

  private void served(long sandbox) {
    PoolKey key = alive.get(sandbox);
    if (key != null && idleSince.containsKey(sandbox)) {
      check(queue(key).isEmpty(), "a free sandbox idles while a ticket waits");
      check(revisions.contains(key), "a sandbox of an old revision was kept");
    }
  }

  private void leaveOne() {
    List<PoolKey> waiting = waiters.keySet().stream().filter(k -> !queue(k).isEmpty()).toList();
    if (!waiting.isEmpty()) {
      PoolKey key = waiting.get(random.nextInt(waiting.size()));
      long leaving = queue(key).peekLast();
      queue(key).removeLast();
      settled.add(leaving);
      apply(new PoolEvent.GiveUp(leaving));
    }
  }

  private void dieOne() {
    List<Long> mortal = alive.keySet().stream().filter(s -> !starting.containsKey(s)).toList();
    if (!mortal.isEmpty()) {
      long dying = mortal.get(random.nextInt(mortal.size()));
      busy.remove(dying);
      apply(new PoolEvent.Died(dying));
      check(!alive.containsKey(dying), "a dead sandbox was not retired");
    }
  }

  private void retain() {
    apply(new PoolEvent.Retain(Set.copyOf(revisions)));
    for (long sandbox : idleSince.keySet()) {
      check(revisions.contains(alive.get(sandbox)), "an idle sandbox of an old revision was kept");
    }
  }

  private void tick() {
    apply(new PoolEvent.Tick());
    idleSince.values().forEach(s -> check(now - s < LIMITS.keepAlive(), "idle beyond keep-alive"));
  }

  private void quietDown() {
    for (int i = 0; i < 200 && !(busy.isEmpty() && starting.isEmpty()); i++) {
      finishOne();
      startOne(false);
    }
    now += LIMITS.claimWait() + LIMITS.keepAlive();
    tick();
    waiters.values().forEach(queue -> check(queue.isEmpty(), "a ticket waits for ever"));
    check(alive.isEmpty(), "a sandbox outlives its keep-alive");
    check(settled.size() == ticket, "a ticket was forgotten");
  }

  private void apply(PoolEvent event) {
    for (PoolEffect effect : on(event)) {
      switch (effect) {
        case PoolEffect.Start(long sandbox, PoolKey key) -> started(sandbox, key);
        case PoolEffect.Give give -> given(give);
        case PoolEffect.Refuse(long refused, Refusal why) -> refused(refused, why);
        case PoolEffect.Retire(long sandbox) -> retired(sandbox, event);
      }
    }
  }

  private List<PoolEffect> on(PoolEvent event) {
    return pools.on(event, now);
  }

  private void started(long sandbox, PoolKey key) {
    check(alive.put(sandbox, key) == null, "a sandbox was started twice");
    starting.put(sandbox, key);
    long ofKey = starting.values().stream().filter(key::equals).count();
    check(ofKey <= queue(key).size(), "more starts than tickets that wait");
    check(ofKey == 1 || !failuresInRow.containsKey(key), "a failing function is started at will");
    long living = alive.values().stream().filter(key::equals).count();
    check(living <= LIMITS.maxSandboxesPerFunction(), "more sandboxes than a function may have");
    check(alive.size() <= LIMITS.maxSandboxes(), "more sandboxes than there may be");
  }

  private void given(PoolEffect.Give give) {
    PoolKey key = alive.get(give.sandbox());
    check(key != null, "a sandbox that is gone was given");
    check(!busy.containsKey(give.sandbox()), "a sandbox was given twice");
    check(settled.add(give.ticket()), "a ticket was settled twice");
    check(queue(key).peekFirst() == give.ticket(), "not the oldest waiter of that key was served");
    check(idle.get(key).peekLast() == give.sandbox(), "not the most recently used was given");
    queue(key).removeFirst();
    idle.get(key).removeLast();
    idleSince.remove(give.sandbox());
    busy.put(give.sandbox(), give.ticket());
  }

  private void refused(long refused, Refusal why) {
    check(settled.add(refused), "a ticket was settled twice");
    boolean waited = waiters.values().stream().anyMatch(queue -> queue.remove(refused));
    check(waited, "a ticket that does not wait was refused");
    if (why instanceof Refusal.AtCapacity) {
      boolean room = alive.size() < LIMITS.maxSandboxes();
      boolean full = alive.values().stream().anyMatch(k -> count(k) == limit());
      check(!room || full, "refused although there is room");
    }
  }

  private long count(PoolKey key) {
    return alive.values().stream().filter(key::equals).count();
  }

  private static int limit() {
    return LIMITS.maxSandboxesPerFunction();
  }

  private void retired(long sandbox, PoolEvent cause) {
    PoolKey key = alive.remove(sandbox);
    check(key != null, "a sandbox was retired twice");
    boolean mayBeAtWork = cause instanceof PoolEvent.Died;
    check(mayBeAtWork || !busy.containsKey(sandbox), "a sandbox at work was retired");
    starting.remove(sandbox);
    busy.remove(sandbox);
    idleSince.remove(sandbox);
    idle.getOrDefault(key, new ArrayDeque<>()).remove(sandbox);
  }

  private ArrayDeque<Long> queue(PoolKey key) {
    return waiters.computeIfAbsent(key, k -> new ArrayDeque<>());
  }

  private Long any(Map<Long, ?> map) {
    List<Long> keys = List.copyOf(map.keySet());
    return keys.isEmpty() ? null : keys.get(random.nextInt(keys.size()));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new Violation(otherwise);
    }
  }
}
