package dev.hearth.gateway.sandbox.pool;

import dev.hearth.gateway.sandbox.pool.PoolModel.Box;
import dev.hearth.gateway.sandbox.pool.PoolModel.Phase;
import dev.hearth.gateway.sandbox.pool.PoolModel.Waiter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stands between the world and {@link Pools} and holds every effect against its own model. Knows
 * the promises, not how they are kept.
 */
final class PoolReferee {
  /** A promise that the pools broke. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
      super(what);
    }
  }

  final PoolModel model;

  private final Pools pools;
  private final PoolLimits limits;
  private final Set<Long> everStarted = new HashSet<>();
  private final Set<Long> settled = new HashSet<>();
  private boolean abandoned;
  private PoolEvent event;
  private long now;
  private int tickets;

  PoolReferee(Pools pools, PoolLimits limits) {
    this.pools = pools;
    this.limits = limits;
    this.model = new PoolModel(limits);
  }

  void on(PoolEvent happening, long time) {
    event = happening;
    now = time;
    boolean known = happens();
    List<PoolEffect> effects = pools.on(event, now);
    // Whatever happens is an occasion to start what has had to wait, and to make room for it.
    check(known || effects.stream().allMatch(PoolReferee::starts), "something was done in vain");
    for (int i = 0; i < effects.size(); i++) {
      switch (effects.get(i)) {
        case PoolEffect.Start(long id, PoolKey key, boolean kept) -> started(id, key, kept);
        case PoolEffect.Give give -> given(give);
        case PoolEffect.Refuse(long ticket, Refusal why) -> refused(ticket, why);
        case PoolEffect.Retire(long id) -> {
          boolean last = i + 1 == effects.size();
          retired(id, !last && effects.get(i + 1) instanceof PoolEffect.Start);
        }
      }
    }
    sandboxesAreRight();
    check(!known || adoptedIsRight(), "a sandbox was adopted for which there is no place");
    ticketsAreRight();
    noneIsMissed();
    check(pools.pools.keys().stream().allMatch(model::needed), "a pool is never forgotten");
    model.forget();
  }

  private static boolean starts(PoolEffect effect) {
    return effect instanceof PoolEffect.Retire || effect instanceof PoolEffect.Start;
  }

  /** Every ticket was given, refused or given up, and nothing is left. */
  void nothingIsLeft() {
    check(model.waiters.isEmpty(), "a ticket waits for ever");
    check(model.boxes.isEmpty(), "a sandbox outlives its keep-alive");
    check(settled.size() == tickets, "a ticket was forgotten");
  }

  /** What the event itself changes; false where it is about nothing that is there. */
  private boolean happens() {
    return switch (event) {
      case PoolEvent.Claim(long ticket, PoolKey key) -> {
        tickets++;
        yield model.waiters.add(new Waiter(ticket, key, now));
      }
      case PoolEvent.GiveUp(long ticket) -> {
        boolean waited = model.waiters.removeIf(w -> w.ticket() == ticket);
        yield waited && settled.add(ticket);
      }
      case PoolEvent.Started started -> model.ready(started, now);
      case PoolEvent.Initialised(long id) -> model.initialised(id);
      case PoolEvent.StartFailed(long id, StartFailure why) -> {
        boolean known = model.move(id, Phase.STARTING, Phase.FAILED, now);
        if (known) {
          model.failed(model.boxes.get(id).key(), now);
        }
        yield known;
      }
      case PoolEvent.Adopted adopted -> model.adopted(adopted, now);
      case PoolEvent.Finished(long id) -> model.move(id, Phase.BUSY, Phase.IDLE, now);
      case PoolEvent.Died(long id) -> model.any(b -> b.id() == id && !b.is(Phase.STARTING));
      case PoolEvent.Retain(Set<PoolKey> keys) -> {
        model.current = keys;
        yield true;
      }
      case PoolEvent.Provision(Map<PoolKey, Integer> targets) -> {
        model.targets = targets;
        yield true;
      }
      case PoolEvent.KeepAlive(Map<PoolKey, Long> own) -> {
        model.keepAlives = own;
        yield true;
      }
      case PoolEvent.Tick() -> true;
      case PoolEvent.Abandon() -> {
        model.current = Set.of();
        abandoned = true;
        yield true;
      }
    };
  }

  private void started(long id, PoolKey key, boolean kept) {
    check(everStarted.add(id), "a sandbox was started twice");
    check(!abandoned, "a sandbox was started after the end");
    check(!model.backsOff(key, now), "a failing function is started before its pause is over");
    model.boxes.put(id, new Box(id, key, Phase.STARTING, now));
    long starting = model.starting(key);
    boolean missed = model.fit(key) <= model.target(key);
    check(kept == missed, "a sandbox was said to be kept that is not, or the reverse");
    long needless = starting - model.waiting(key);
    check(needless <= (missed ? limits.pace() : 0), "more starts than tickets that wait");
    check(starting == 1 || !model.failing(key), "a failing function is started at will");
    check(needless <= 0 || model.mayTryInit(key, now), "an Init that fails is tried at will");
    model.started(key, now);
    check(model.starts(key, now) <= 2L * limits.starts(), "a function multiplies too fast");
    boolean few = model.living(key) <= limits.maxSandboxesPerFunction();
    check(few, "more sandboxes than a function may have");
    check(model.boxes.size() <= limits.maxSandboxes(), "more sandboxes than there may be");
  }

  private void given(PoolEffect.Give give) {
    check(!settled.contains(give.ticket()), "a ticket was settled twice");
    Box box = model.boxes.get(give.sandbox());
    check(box != null && box.is(Phase.IDLE), "a sandbox that is not free was given");
    Waiter waiter = model.waiter(give.ticket());
    check(waiter.key().equals(box.key()), "a sandbox was given to another function");
    check(model.first(waiter.key()).equals(waiter), "not the oldest waiter was served");
    check(model.lastIdle(box.key()).equals(box), "not the most recently used was given");
    boolean cold = event instanceof PoolEvent.Started(long id, boolean _) && id == box.id();
    check(give.cold() == cold, "a sandbox was said to be cold that was not, or the reverse");
    settle(waiter);
    model.move(box.id(), Phase.IDLE, Phase.BUSY, now);
  }

  private void refused(long ticket, Refusal why) {
    check(!settled.contains(ticket), "a ticket was settled twice");
    Waiter waiter = model.waiter(ticket);
    PoolKey key = waiter.key();
    boolean asks = event instanceof PoolEvent.Claim claim && claim.ticket() == ticket;
    check(model.lastIdle(key) == null, "refused although a sandbox is free");
    switch (why) {
      case Refusal.AtCapacity(int limit) -> {
        check(asks && !model.room(key), "refused although there is room");
        boolean own = model.living(key) == limits.maxSandboxesPerFunction();
        int rightly = own ? limits.maxSandboxesPerFunction() : limits.maxSandboxes();
        check(limit == rightly, "refused for another limit than was reached");
      }
      case Refusal.TooFast(int starts) ->
          check(asks && model.startedMuch(key, now), "refused although it could multiply");
      case Refusal.TooManyWaiters(int limit) ->
          check(asks && model.waiting(key) > limits.maxWaiters(), "refused although few wait");
      case Refusal.NotStarted(StartFailure reason) -> {
        boolean pauses = model.backsOff(key, now) && model.starting(key) == 0;
        check(asks ? pauses : hopeless(key), "refused although a start is on its way");
        check(asks || model.last(key).equals(waiter), "not the newest waiter was refused");
      }
      case Refusal.WaitedTooLong(long nanos) ->
          check(now - waiter.since() >= limits.claimWait(), "refused before its time");
      case Refusal.Closing() -> check(abandoned, "refused as if all were over");
    }
    settle(waiter);
  }

  /** Whether more wait than there are starts, now that one has failed. */
  private boolean hopeless(PoolKey key) {
    boolean overdue = model.any(b -> b.key().equals(key) && overdue(b));
    boolean failed = model.any(b -> b.key().equals(key) && b.is(Phase.FAILED));
    return (overdue || failed) && model.waiting(key) > model.starting(key) - (overdue ? 1 : 0);
  }

  private void retired(long id, boolean anotherStarts) {
    Box box = model.boxes.get(id);
    check(box != null, "a sandbox was retired twice");
    boolean died = event instanceof PoolEvent.Died death && death.sandbox() == id;
    boolean rightly =
        switch (box.phase()) {
          case FAILED -> true;
          case STARTING -> overdue(box);
          case BUSY -> died || notAdopted(box);
          case IDLE ->
              died
                  || !model.current.contains(box.key())
                  || (aged(box) && !kept(box))
                  || notAdopted(box)
                  || (anotherStarts && (makesRoom(box) || model.isUnfit(box)));
        };
    check(abandoned || rightly, "a sandbox was retired without need");
    if (overdue(box)) {
      model.failed(box.key(), now);
    }
    model.boxes.remove(id);
  }

  /** It came just now, and there is no place for it. */
  private boolean notAdopted(Box box) {
    boolean comes = event instanceof PoolEvent.Adopted adopted && adopted.sandbox() == box.id();
    return comes
        && (!model.current.contains(box.key())
            || model.living(box.key()) > limits.maxSandboxesPerFunction()
            || model.boxes.size() > limits.maxSandboxes());
  }

  private boolean adoptedIsRight() {
    return !(event instanceof PoolEvent.Adopted adopted)
        || model.boxes.values().stream()
            .noneMatch(b -> b.id() == adopted.sandbox() && notAdopted(b));
  }

  private boolean aged(Box box) {
    boolean ticks = event instanceof PoolEvent.Tick;
    return ticks && box.is(Phase.IDLE) && now - box.since() >= model.keepAlive(box.key());
  }

  private boolean kept(Box box) {
    return !model.isUnfit(box) && model.fit(box.key()) <= model.target(box.key());
  }

  private boolean overdue(Box box) {
    boolean ticks = event instanceof PoolEvent.Tick;
    return ticks && box.is(Phase.STARTING) && now - box.since() >= limits.start();
  }

  /** Only the longest idle of all, and only where there is no other place. */
  private boolean makesRoom(Box box) {
    boolean full = model.boxes.size() == limits.maxSandboxes();
    return full && model.longestIdle().since() == box.since();
  }

  private void sandboxesAreRight() {
    check(model.boxes.size() == pools.living(), "the pools miscount the living");
    check(!abandoned || model.boxes.isEmpty(), "a sandbox outlived the end");
    for (Box box : model.boxes.values()) {
      boolean idle = box.is(Phase.IDLE);
      check(!idle || model.current.contains(box.key()), "a sandbox of an old revision was kept");
      check(!idle || model.waiting(box.key()) == 0, "a free sandbox idles while a ticket waits");
      check(!aged(box) || kept(box), "a sandbox idles beyond keep-alive");
      check(!overdue(box), "a start takes longer than it may");
      check(!box.is(Phase.FAILED), "a sandbox that failed was not retired");
      boolean dead = event instanceof PoolEvent.Died(long id) && id == box.id();
      check(!dead || box.is(Phase.STARTING), "a dead sandbox was not retired");
    }
  }

  /** What is to be kept is there or on its way, at the latest when time has passed. */
  private void noneIsMissed() {
    boolean looked = !(event instanceof PoolEvent.Claim || event instanceof PoolEvent.Finished);
    for (PoolKey key : looked && !abandoned ? model.targets.keySet() : Set.<PoolKey>of()) {
      check(!model.missed(key, now), "a sandbox that is to be kept is missed");
    }
  }

  private void ticketsAreRight() {
    check(!abandoned || model.waiters.isEmpty(), "a ticket outlived the end");
    for (Waiter waiter : model.waiters) {
      boolean late = event instanceof PoolEvent.Tick && now - waiter.since() >= limits.claimWait();
      check(!late, "a ticket waits longer than it may");
      check(model.waiting(waiter.key()) <= limits.maxWaiters(), "too many wait");
      check(model.hope(waiter.key(), now), "a ticket waits without a start");
    }
  }

  private void settle(Waiter waiter) {
    model.waiters.remove(waiter);
    settled.add(waiter.ticket());
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new Violation(otherwise);
    }
  }
}
