package dev.hearth.gateway.sandbox.pool;

import dev.hearth.gateway.sandbox.pool.PooledSandbox.Busy;
import dev.hearth.gateway.sandbox.pool.PooledSandbox.Idle;
import dev.hearth.gateway.sandbox.pool.PooledSandbox.Starting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which sandbox serves which invocation, when one is started and when one ends; does
 * nothing itself. Every ticket gets exactly one {@code Give} or {@code Refuse} unless it gives up.
 * Not safe for several threads at once; {@code now} is in nanoseconds and never goes back.
 */
public class Pools {
  private final PoolLimits limits;
  final PoolTable pools;
  private final Map<Long, PooledSandbox> sandboxes = new LinkedHashMap<>();
  private final Map<Long, FunctionPool> waiting = new LinkedHashMap<>();
  private final Set<FunctionPool> starved = new LinkedHashSet<>();
  private boolean abandoned;
  private long lastId;

  public Pools(PoolLimits limits) {
    this.limits = limits;
    this.pools = new PoolTable(limits);
  }

  /** Takes one event in and answers what is to be done about it. */
  public List<PoolEffect> on(PoolEvent event, long now) {
    var effects = new ArrayList<PoolEffect>(2);
    switch (event) {
      case PoolEvent.Claim(long ticket, PoolKey key) -> claim(ticket, key, now, effects);
      case PoolEvent.GiveUp(long ticket) -> giveUp(ticket);
      case PoolEvent.Started started -> started(started, now, effects);
      case PoolEvent.Initialised(long id) ->
          started(id).ifPresent(one -> pools.of(one.key()).initSucceeded(id));
      case PoolEvent.StartFailed(long id, StartFailure why) -> startFailed(id, why, now, effects);
      case PoolEvent.Adopted adopted -> adopted(adopted, now, effects);
      case PoolEvent.Finished(long id) -> finished(id, now, effects);
      case PoolEvent.Died(long id) -> started(id).ifPresent(one -> end(one, effects));
      case PoolEvent.Retain(Set<PoolKey> keys) -> retain(keys, now, effects);
      case PoolEvent.Provision(Map<PoolKey, Integer> targets) -> pools.provision(targets);
      case PoolEvent.KeepAlive(Map<PoolKey, Long> own) -> pools.keepAlive(own);
      case PoolEvent.Tick() -> tick(now, effects);
      case PoolEvent.Abandon() -> abandon(effects);
    }
    if (!starved.isEmpty()) {
      List.copyOf(starved).forEach(pool -> startForWaiters(pool, now, effects));
    }
    if (!(event instanceof PoolEvent.Claim || event instanceof PoolEvent.Finished)) {
      provision(now, effects);
    }
    return effects;
  }

  private void provision(long now, List<PoolEffect> effects) {
    for (FunctionPool pool : abandoned ? List.<FunctionPool>of() : pools.provisioned()) {
      boolean room = true;
      while (room && pool.wantsAnother(now, limits.pace())) {
        room = start(pool, now, effects) == null;
      }
    }
  }

  /** How many sandboxes live, in whatever state. */
  public int living() {
    return sandboxes.size();
  }

  /** The kept sandboxes of a key. */
  public Provisioned provisioned(PoolKey key) {
    return pools.of(key).provisioned();
  }

  private void claim(long ticket, PoolKey key, long now, List<PoolEffect> effects) {
    FunctionPool pool = pools.of(key);
    Idle idle = choose(pool);
    if (idle != null) {
      sandboxes.put(idle.id(), idle.given(ticket));
      effects.add(new PoolEffect.Give(ticket, idle.id(), false));
      return;
    }
    Refusal refusal = abandoned ? new Refusal.Closing() : pool.whyNotWait(now, limits.maxWaiters());
    if (refusal == null && startWanted(pool)) {
      refusal = start(pool, now, effects);
    }
    if (refusal != null) {
      effects.add(new PoolEffect.Refuse(ticket, refusal));
      forgetIfDone(pool);
      return;
    }
    pool.waiters.put(ticket, new FunctionPool.Waiter(ticket, now));
    waiting.put(ticket, pool);
  }

  /** The idle sandbox to use next: the one used last. */
  Idle choose(FunctionPool pool) {
    return pool.takeLast();
  }

  /** Whether one more waiter needs one more start. */
  boolean startWanted(FunctionPool pool) {
    return pool.starting <= pool.waiters.size() && !pool.probing();
  }

  private Refusal start(FunctionPool pool, long now, List<PoolEffect> effects) {
    Idle victim = pool.longestUninitialised();
    if (victim == null && pool.living >= limits.maxSandboxesPerFunction()) {
      return new Refusal.AtCapacity(limits.maxSandboxesPerFunction());
    }
    boolean room = victim != null || sandboxes.size() < limits.maxSandboxes();
    victim = room ? victim : longestIdle();
    if (!room && victim == null) {
      return new Refusal.AtCapacity(limits.maxSandboxes());
    }
    if (!pools.mayStart(pool.key, now)) {
      return new Refusal.TooFast(limits.starts());
    }
    if (victim != null) {
      end(victim, effects);
    }
    lastId++;
    sandboxes.put(lastId, new Starting(lastId, pool.key, now));
    pool.starting++;
    pool.living++;
    effects.add(new PoolEffect.Start(lastId, pool.key, !pool.exceeds(pool.target)));
    return null;
  }

  /** The idle sandbox that is missed least, of any key; null where none can be missed. */
  Idle longestIdle() {
    return pools.longestIdle();
  }

  private void giveUp(long ticket) {
    FunctionPool pool = waiting.remove(ticket);
    if (pool != null) {
      pool.waiters.remove(ticket);
      forgetIfDone(pool);
    }
  }

  private void started(PoolEvent.Started event, long now, List<PoolEffect> effects) {
    if (sandboxes.get(event.sandbox()) instanceof Starting starting) {
      FunctionPool pool = pools.of(starting.key());
      pool.started(event, now, limits);
      offer(pool, starting.ready(now), true, effects);
      startForWaiters(pool, now, effects);
    }
  }

  /** Those who waited for one start to try again get starts of their own, once there is room. */
  private void startForWaiters(FunctionPool pool, long now, List<PoolEffect> effects) {
    while (pool.starting < pool.waiters.size()) {
      if (start(pool, now, effects) != null) {
        starved.add(pool);
        return;
      }
    }
    starved.remove(pool);
  }

  private void startFailed(long id, StartFailure why, long now, List<PoolEffect> effects) {
    if (sandboxes.get(id) instanceof Starting starting) {
      FunctionPool pool = pools.of(starting.key());
      pool.startFailed(why, now, limits);
      while (pool.waiters.size() > pool.starting) {
        long ticket = pool.waiters.lastEntry().getKey();
        refuse(pool, ticket, new Refusal.NotStarted(why), effects);
      }
      end(starting, effects);
    }
  }

  /** It keeps what it is for only where it has a place. */
  private void adopted(PoolEvent.Adopted adopted, long now, List<PoolEffect> effects) {
    long id = adopted.sandbox();
    if (sandboxes.containsKey(id)) {
      return;
    }
    FunctionPool pool = pools.of(adopted.key());
    if (!mayAdopt(pool)) {
      effects.add(new PoolEffect.Retire(id));
      forgetIfDone(pool);
      return;
    }
    pool.adopted(adopted);
    sandboxes.put(id, new Busy(id, pool.key, PooledSandbox.NOBODY));
    if (!adopted.busy()) {
      finished(id, now, effects);
    }
  }

  boolean mayAdopt(FunctionPool pool) {
    boolean room = pool.living < limits.maxSandboxesPerFunction();
    return room && sandboxes.size() < limits.maxSandboxes() && !superseded(pool);
  }

  private void finished(long id, long now, List<PoolEffect> effects) {
    if (sandboxes.get(id) instanceof Busy busy) {
      offer(pools.of(busy.key()), busy.finished(now), false, effects);
    }
  }

  /** A free sandbox serves whoever has waited longest, however it became free. */
  private void offer(FunctionPool pool, Idle free, boolean cold, List<PoolEffect> effects) {
    FunctionPool.Waiter waiter = nextWaiter(pool);
    if (waiter != null) {
      pool.waiters.remove(waiter.ticket());
      waiting.remove(waiter.ticket());
      sandboxes.put(free.id(), free.given(waiter.ticket()));
      effects.add(new PoolEffect.Give(waiter.ticket(), free.id(), cold));
    } else if (superseded(pool)) {
      end(free, effects);
    } else {
      sandboxes.put(free.id(), free);
      pool.idle.addLast(free);
    }
  }

  FunctionPool.Waiter nextWaiter(FunctionPool pool) {
    var first = pool.waiters.firstEntry();
    return first == null ? null : first.getValue();
  }

  boolean superseded(FunctionPool pool) {
    return abandoned || !pools.isCurrent(pool);
  }

  /** Empty where there is none, or it is still to come. */
  private Optional<PooledSandbox> started(long id) {
    return Optional.ofNullable(sandboxes.get(id)).filter(one -> !(one instanceof Starting));
  }

  private void retain(Set<PoolKey> keys, long now, List<PoolEffect> effects) {
    pools.retain(keys);
    for (FunctionPool pool : pools.all()) {
      if (superseded(pool)) {
        pool.takeAged(now, 0, 0).forEach(idle -> end(idle, effects));
        forgetIfDone(pool);
      }
    }
  }

  private void tick(long now, List<PoolEffect> effects) {
    pools.forgetStarts(now);
    for (FunctionPool pool : pools.all()) {
      pool.takeAged(now, pools.keepAlive(pool), pool.target).forEach(aged -> end(aged, effects));
      FunctionPool.Waiter first = nextWaiter(pool);
      while (first != null && now - first.since() >= limits.claimWait()) {
        refuse(pool, first.ticket(), new Refusal.WaitedTooLong(limits.claimWait()), effects);
        first = nextWaiter(pool);
      }
    }
    for (PooledSandbox sandbox : List.copyOf(sandboxes.values())) {
      if (sandbox instanceof Starting late && now - late.since() >= limits.start()) {
        startFailed(late.id(), StartFailure.late(limits.start()), now, effects);
      }
    }
  }

  private void abandon(List<PoolEffect> effects) {
    abandoned = true;
    for (var waiter : List.copyOf(waiting.entrySet())) {
      refuse(waiter.getValue(), waiter.getKey(), new Refusal.Closing(), effects);
    }
    for (PooledSandbox sandbox : List.copyOf(sandboxes.values())) {
      end(sandbox, effects);
    }
    pools.clear();
  }

  private void refuse(FunctionPool pool, long ticket, Refusal why, List<PoolEffect> effects) {
    pool.waiters.remove(ticket);
    waiting.remove(ticket);
    effects.add(new PoolEffect.Refuse(ticket, why));
    forgetIfDone(pool);
  }

  private void end(PooledSandbox sandbox, List<PoolEffect> effects) {
    sandboxes.remove(sandbox.id());
    effects.add(new PoolEffect.Retire(sandbox.id()));
    FunctionPool pool = pools.of(sandbox.key());
    pool.ended(sandbox);
    forgetIfDone(pool);
  }

  private void forgetIfDone(FunctionPool pool) {
    if (pool.empty() && superseded(pool)) {
      pools.forget(pool);
    }
  }
}
