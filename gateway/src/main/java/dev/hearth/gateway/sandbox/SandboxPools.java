package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.pool.PoolEffect;
import dev.hearth.gateway.sandbox.pool.PoolEvent;
import dev.hearth.gateway.sandbox.pool.PoolKey;
import dev.hearth.gateway.sandbox.pool.Pools;
import dev.hearth.gateway.sandbox.pool.Provisioned;
import dev.hearth.gateway.sandbox.pool.Refusal;
import dev.hearth.gateway.sandbox.shim.ShimClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Gives sandboxes to invocations: carries out what {@link Pools} decides. Claims come from any
 * event loop and are answered there.
 */
public final class SandboxPools implements Sandbox.Owner {
  /** How often idle, waiting and overdue ones are looked at. */
  static final long TICK_MS = 100;

  private final Vertx vertx;
  private final Pools pools;
  private final LongSupplier nanoClock;
  private final SandboxStarter starter;
  private final AtomicLong tickets = new AtomicLong();
  private final AtomicLong adopted = new AtomicLong();
  private final Map<Long, Asking> asking = new ConcurrentHashMap<>();
  private final Map<PoolKey, FunctionVersion> versions = new ConcurrentHashMap<>();
  private final long timer;
  private final HighestUse highest = new HighestUse();
  private volatile Map<PoolKey, Integer> targets = Map.of();

  /** A claim that waits, and the event loop that made it. */
  private record Asking(Context loop, Caller caller, Promise<Claim> promise) {}

  public SandboxPools(
      Vertx vertx,
      SandboxLimits limits,
      SandboxSource source,
      ShimClient client,
      SpareLinks spares,
      LongSupplier nanoClock,
      StartPhases.Listener listener) {
    this.vertx = vertx;
    this.pools = new Pools(limits.forPools());
    this.nanoClock = nanoClock;
    this.starter = new SandboxStarter(source, client, spares, limits, nanoClock, this, listener);
    this.timer = vertx.setPeriodic(TICK_MS, t -> tick());
  }

  /** Asks for a sandbox; must be called on an event loop, which the answer comes back to. */
  public Future<Claim> claim(FunctionVersion function, Caller caller) {
    long ticket = tickets.incrementAndGet();
    PoolKey key = key(function);
    List<PoolEffect> effects;
    Promise<Claim> promise;
    synchronized (pools) {
      effects = pools.on(new PoolEvent.Claim(ticket, key), nanoClock.getAsLong());
      if (!effects.isEmpty() && effects.getFirst() instanceof PoolEffect.Give give) {
        return Future.succeededFuture(granted(give));
      }
      promise = Promise.promise();
      versions.put(key, function);
      asking.put(ticket, new Asking(Vertx.currentContext(), caller, promise));
    }
    caller.onLeave(() -> giveUp(ticket));
    effects.forEach(this::carryOut);
    return promise.future();
  }

  private static PoolKey key(FunctionVersion function) {
    FunctionId id = function.id();
    return new PoolKey(id.namespace(), id.name(), function.version(), function.revision());
  }

  /**
   * Takes over a sandbox that runs this function already; it is released if there is no place.
   *
   * @param busy whether it does an invocation that somebody else began
   * @param initialised whether its runtime has come through Init
   */
  public void adopt(
      FunctionVersion function, SandboxAddress address, boolean busy, boolean initialised) {
    long id = adopted.decrementAndGet();
    PoolKey key = key(function);
    versions.put(key, function);
    var event = new PoolEvent.Adopted(id, key, busy, initialised);
    starter.adopt(event, function, address);
    decide(event);
  }

  /** A sandbox is known to be no more, however its links look. */
  public void lost(SandboxAddress address) {
    starter.idOf(address).ifPresent(this::dead);
  }

  private Claim granted(PoolEffect.Give give) {
    return new Claim.Granted(new Lease(starter.sandbox(give.sandbox()), give.cold()));
  }

  private void giveUp(long ticket) {
    decide(new PoolEvent.GiveUp(ticket));
    Asking gone = asking.remove(ticket);
    if (gone != null) {
      gone.promise().complete(new Claim.Abandoned());
    }
  }

  /**
   * The functions that can be invoked now; sandboxes of others end when their work has.
   *
   * @param keepAlives how long idle ones are kept of some runtimes
   */
  public void retain(Collection<FunctionVersion> functions, Map<String, Duration> keepAlives) {
    var current = new HashSet<PoolKey>();
    var own = new HashMap<PoolKey, Long>();
    for (FunctionVersion function : functions) {
      current.add(key(function));
      Duration keepAlive = keepAlives.get(function.runtime());
      if (keepAlive != null) {
        own.put(key(function), keepAlive.toNanos());
      }
    }
    decide(new PoolEvent.KeepAlive(own));
    decide(new PoolEvent.Retain(current));
  }

  /** Keeps so many sandboxes of each function initialised, whether or not they are used. */
  public void provision(Map<FunctionVersion, Integer> wanted) {
    var byKey = new HashMap<PoolKey, Integer>();
    wanted.forEach(
        (function, number) -> {
          versions.put(key(function), function);
          byKey.put(key(function), number);
        });
    targets = Map.copyOf(byKey);
    highest.retain(targets.keySet());
    decide(new PoolEvent.Provision(targets));
  }

  /**
   * How a function's kept sandboxes are used; empty where none are kept. Every invocation that gets
   * one asks, so what is seen here is the highest use, too.
   */
  public Optional<Provisioned> provisioned(FunctionVersion function) {
    PoolKey key = key(function);
    if (!targets.containsKey(key)) {
      return Optional.empty();
    }
    Provisioned now;
    synchronized (pools) {
      now = pools.provisioned(key);
    }
    highest.seen(key, now.busy());
    return Optional.of(now);
  }

  /** How many of a function's sandboxes were at work together since this was last asked. */
  public int takeHighestUse(FunctionVersion function) {
    return highest.take(key(function));
  }

  /** Ends every sandbox; runs still going on are cut off. */
  public void close() {
    vertx.cancelTimer(timer);
    decide(new PoolEvent.Abandon());
  }

  /** How many sandboxes live or are being started. */
  public int living() {
    synchronized (pools) {
      return pools.living();
    }
  }

  private void tick() {
    decide(new PoolEvent.Tick());
    starter.expire(nanoClock.getAsLong());
  }

  void decide(PoolEvent event) {
    List<PoolEffect> effects;
    synchronized (pools) {
      effects = pools.on(event, nanoClock.getAsLong());
    }
    effects.forEach(this::carryOut);
  }

  private void carryOut(PoolEffect effect) {
    switch (effect) {
      case PoolEffect.Start(long sandbox, PoolKey key, boolean provisioned) ->
          starter.start(sandbox, versions.get(key), provisioned);
      case PoolEffect.Give give -> give(give);
      case PoolEffect.Refuse(long ticket, Refusal why) -> {
        Asking refused = asking.remove(ticket);
        if (refused != null) {
          refused.loop().runOnContext(v -> refused.promise().complete(new Claim.Refused(why)));
        }
      }
      case PoolEffect.Retire(long sandbox) -> starter.retire(sandbox);
    }
  }

  private void give(PoolEffect.Give give) {
    Asking next = asking.remove(give.ticket());
    if (next == null) {
      free(give.sandbox());
      return;
    }
    next.loop()
        .runOnContext(
            v -> {
              if (next.caller().hasLeft()) {
                free(give.sandbox());
                next.promise().complete(new Claim.Abandoned());
              } else {
                next.caller().onLeave(null);
                next.promise().complete(granted(give));
              }
            });
  }

  Vertx vertx() {
    return vertx;
  }

  @Override
  public void free(long sandbox) {
    decide(new PoolEvent.Finished(sandbox));
  }

  @Override
  public void dead(long sandbox) {
    decide(new PoolEvent.Died(sandbox));
  }
}
