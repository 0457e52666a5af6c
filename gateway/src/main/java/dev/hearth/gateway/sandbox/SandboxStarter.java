package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.pool.PoolEvent;
import dev.hearth.gateway.sandbox.pool.StartFailure;
import dev.hearth.gateway.sandbox.shim.InitFailure;
import dev.hearth.gateway.sandbox.shim.ShimClient;
import dev.hearth.gateway.sandbox.shim.Specialised;
import io.vertx.core.Context;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Takes spares from the source, makes them a function's, and gives them back at the end. */
final class SandboxStarter {
  private static final System.Logger LOG = System.getLogger(SandboxStarter.class.getName());

  /** Spares that are tried for one start. */
  static final int MAX_TRIED = 5;

  private final SandboxSource source;
  private final ShimClient client;
  private final SpareLinks spares;
  private final SandboxLimits limits;
  private final LongSupplier nanoClock;
  private final SandboxPools pools;
  private final StartPhases.Listener listener;
  private final Set<Long> awaited = ConcurrentHashMap.newKeySet();
  private final Map<Long, Sandbox> sandboxes = new ConcurrentHashMap<>();

  /**
   * A start that goes on.
   *
   * @param whole the function as the sandbox is told it, with values that are kept nowhere else
   * @param provisioned it is made before it is needed
   * @param begun when it was decided
   * @param tried how many spares, this one included
   */
  private record Start(
      long id,
      Context loop,
      FunctionVersion function,
      FunctionVersion whole,
      boolean provisioned,
      long begun,
      int tried) {
    Start again() {
      return new Start(id, loop, function, whole, provisioned, begun, tried + 1);
    }

    /** Has one more try at most: it may be the function's code that breaks sandboxes. */
    Start lastly() {
      return new Start(
          id, loop, function, whole, provisioned, begun, Math.max(tried, MAX_TRIED - 1));
    }
  }

  SandboxStarter(
      SandboxSource source,
      ShimClient client,
      SpareLinks spares,
      SandboxLimits limits,
      LongSupplier nanoClock,
      SandboxPools pools,
      StartPhases.Listener listener) {
    this.source = source;
    this.client = client;
    this.spares = spares;
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.pools = pools;
    this.listener = listener;
  }

  Sandbox sandbox(long id) {
    return sandboxes.get(id);
  }

  /** Brings a sandbox to where it takes invocations, or says why not. */
  void start(long id, FunctionVersion function, boolean provisioned) {
    awaited.add(id);
    Context loop = pools.vertx().getOrCreateContext();
    long begun = nanoClock.getAsLong();
    source
        .complete(function)
        .onSuccess(whole -> next(new Start(id, loop, function, whole, provisioned, begun, 1)))
        .onFailure(e -> failed(id, function, e));
  }

  private void next(Start start) {
    source
        .acquire(start.function())
        .onSuccess(address -> start.loop().runOnContext(v -> acquired(start, address)))
        .onFailure(e -> failed(start.id(), start.function(), e));
  }

  private void acquired(Start start, SandboxAddress address) {
    Sandbox sandbox = made(start.id(), start.function(), spares.take(address));
    if (!awaited.contains(start.id())) {
      end(start.id());
      return;
    }
    sandbox
        .link()
        .compose(
            link -> {
              long claimed = nanoClock.getAsLong();
              return client
                  .specialise(link, address, start.whole(), start.provisioned())
                  .onSuccess(outcome -> tell(start, claimed, outcome));
            })
        .onSuccess(outcome -> specialised(start, outcome))
        .onFailure(
            e -> {
              end(start.id());
              another(start, e.getMessage());
            });
  }

  private void tell(Start start, long claimed, Specialised outcome) {
    if (outcome instanceof Specialised.Ready(Optional<InitFailure> _, long init)) {
      listener.ready(
          start.function().runtime(),
          start.provisioned(),
          StartPhases.of(start.begun(), claimed, nanoClock.getAsLong(), init));
    }
  }

  private Sandbox made(long id, FunctionVersion function, SandboxLinks links) {
    var sandbox = new Sandbox(id, function, links, client, limits, nanoClock, pools);
    sandboxes.put(id, sandbox);
    return sandbox;
  }

  private void specialised(Start start, Specialised outcome) {
    long id = start.id();
    switch (outcome) {
      case Specialised.Ready(Optional<InitFailure> failure, long _) -> {
        awaited.remove(id);
        Sandbox ready = sandboxes.get(id);
        if (ready != null) {
          source.specialised(ready.address(), start.function());
          source.initEnded(start.function(), failure);
          if (failure.isPresent()) {
            ready.onFirstAnswer(() -> initialised(start));
          }
        }
        boolean initialised = failure.isEmpty() || failure.get().tookTooLong();
        pools.decide(new PoolEvent.Started(id, initialised));
      }
      case Specialised.Taken() -> {
        Sandbox taken = sandboxes.remove(id);
        if (taken != null) {
          taken.retire();
          source.taken(taken.address());
        }
        another(start, "the sandbox was no spare");
      }
      case Specialised.BadArtifact(String type, String message) ->
          failed(id, start.function(), StartFailure.Kind.BAD_ARTIFACT, type + ": " + message);
      case Specialised.Lost(String why) -> {
        end(id);
        another(start.lastly(), why);
      }
      case Specialised.Failed(String why) ->
          failed(id, start.function(), StartFailure.Kind.UNAVAILABLE, why);
    }
  }

  private void initialised(Start start) {
    source.initEnded(start.function(), Optional.empty());
    pools.decide(new PoolEvent.Initialised(start.id()));
  }

  /** Spares may go while nobody looks, and others may be faster. */
  private void another(Start start, String why) {
    if (start.tried() < MAX_TRIED && awaited.contains(start.id())) {
      next(start.again());
    } else {
      failed(start.id(), start.function(), StartFailure.Kind.UNAVAILABLE, why);
    }
  }

  private void failed(long id, FunctionVersion function, Throwable problem) {
    if (problem instanceof SandboxUnavailableException said) {
      failed(id, function, said.kind(), said.getMessage());
    } else {
      failed(id, function, StartFailure.Kind.UNAVAILABLE, problem.toString());
    }
  }

  private void failed(long id, FunctionVersion function, StartFailure.Kind kind, String message) {
    LOG.log(
        System.Logger.Level.WARNING, "no sandbox for function {0}: {1}", function.id(), message);
    pools.decide(new PoolEvent.StartFailed(id, new StartFailure(kind, message)));
  }

  /**
   * Knows a sandbox that runs its function already; one that is busy is watched until it is not.
   */
  void adopt(PoolEvent.Adopted event, FunctionVersion function, SandboxAddress address) {
    Sandbox sandbox = made(event.sandbox(), function, new SandboxLinks(address, client));
    if (!event.initialised()) {
      sandbox.onFirstAnswer(() -> pools.decide(new PoolEvent.Initialised(event.sandbox())));
    }
    if (event.busy()) {
      pools.vertx().getOrCreateContext().runOnContext(v -> sandbox.awaitFree());
    }
  }

  /** Which of the sandboxes has this address. */
  Optional<Long> idOf(SandboxAddress address) {
    return sandboxes.entrySet().stream()
        .filter(entry -> entry.getValue().address().uid().equals(address.uid()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  void retire(long id) {
    awaited.remove(id);
    end(id);
  }

  private void end(long id) {
    Sandbox ended = sandboxes.remove(id);
    if (ended != null) {
      ended.retire();
      source.release(ended.address());
    }
  }

  /** Cuts off runs that are overdue. */
  void expire(long now) {
    sandboxes.values().forEach(sandbox -> sandbox.expire(now));
  }
}
