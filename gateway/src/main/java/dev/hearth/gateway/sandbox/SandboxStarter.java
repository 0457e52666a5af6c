package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.pool.PoolEvent;
import dev.hearth.gateway.sandbox.pool.StartFailure;
import dev.hearth.gateway.sandbox.shim.ShimClient;
import dev.hearth.gateway.sandbox.shim.Specialised;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Takes spares from the source, makes them a function's, and gives them back at the end. */
final class SandboxStarter {
  private static final System.Logger LOG = System.getLogger(SandboxStarter.class.getName());

  private final SandboxSource source;
  private final ShimClient client;
  private final SandboxLimits limits;
  private final LongSupplier nanoClock;
  private final SandboxPools pools;
  private final Set<Long> awaited = ConcurrentHashMap.newKeySet();
  private final Map<Long, Sandbox> sandboxes = new ConcurrentHashMap<>();

  SandboxStarter(
      SandboxSource source,
      ShimClient client,
      SandboxLimits limits,
      LongSupplier nanoClock,
      SandboxPools pools) {
    this.source = source;
    this.client = client;
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.pools = pools;
  }

  Sandbox sandbox(long id) {
    return sandboxes.get(id);
  }

  /** Brings a sandbox to where it takes invocations, or says why not. */
  void start(long id, FunctionVersion function) {
    awaited.add(id);
    Context loop = pools.vertx().getOrCreateContext();
    source
        .acquire(function)
        .onComplete(acquired -> loop.runOnContext(v -> acquired(id, function, acquired)));
  }

  private void acquired(long id, FunctionVersion function, AsyncResult<SandboxAddress> acquired) {
    if (acquired.failed()) {
      boolean said = acquired.cause() instanceof SandboxUnavailableException;
      String message = said ? acquired.cause().getMessage() : acquired.cause().toString();
      failed(id, function, StartFailure.Kind.UNAVAILABLE, message);
      return;
    }
    SandboxAddress address = acquired.result();
    var sandbox = new Sandbox(id, function, address, client, limits, nanoClock, pools);
    sandboxes.put(id, sandbox);
    if (!awaited.remove(id)) {
      end(id);
      return;
    }
    sandbox
        .link()
        .compose(link -> client.specialise(link, function))
        .otherwise(e -> new Specialised.Failed(e.getMessage()))
        .onSuccess(outcome -> specialised(id, function, outcome));
  }

  private void specialised(long id, FunctionVersion function, Specialised outcome) {
    switch (outcome) {
      case Specialised.Ready() -> pools.decide(new PoolEvent.Started(id));
      case Specialised.BadArtifact(String type, String message) ->
          failed(id, function, StartFailure.Kind.BAD_ARTIFACT, type + ": " + message);
      case Specialised.Failed(String why) ->
          failed(id, function, StartFailure.Kind.UNAVAILABLE, why);
    }
  }

  private void failed(long id, FunctionVersion function, StartFailure.Kind kind, String message) {
    LOG.log(
        System.Logger.Level.WARNING, "no sandbox for function {0}: {1}", function.id(), message);
    pools.decide(new PoolEvent.StartFailed(id, new StartFailure(kind, message)));
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
