package dev.hearth.gateway.invocation;

import dev.hearth.gateway.admission.Admission;
import dev.hearth.gateway.admission.Permit;
import dev.hearth.gateway.admission.Permits;
import dev.hearth.gateway.admission.Throttle;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.invocation.FunctionLookup.Found;
import dev.hearth.gateway.sandbox.Claim;
import dev.hearth.gateway.sandbox.Lease;
import dev.hearth.gateway.sandbox.SandboxPools;
import dev.hearth.gateway.sandbox.pool.Refusal;
import dev.hearth.gateway.sandbox.shim.EventBody;
import io.vertx.core.Future;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The walk of an invocation: find the function, admit it, claim a sandbox, run it there, settle
 * what came of it. Runs on the caller's event loop and blocks nothing; its futures never fail,
 * since what goes wrong is an outcome.
 */
public final class Invoker {
  /** Sandboxes tried before an invocation that none of them began is given up. */
  public static final int MAX_ATTEMPTS = 3;

  private final FunctionLookup functions;
  private final PendingFunctions pending;
  private final Permits permits;
  private final SandboxPools pools;
  private final InvocationMeters meters;
  private final LongSupplier nanoClock;

  public Invoker(
      Catalogue catalogue,
      Permits permits,
      SandboxPools pools,
      InvocationMeters meters,
      LongSupplier nanoClock,
      RandomGenerator random) {
    this.functions = new FunctionLookup(catalogue, random);
    this.pending = new PendingFunctions(catalogue);
    this.permits = permits;
    this.pools = pools;
    this.meters = meters;
    this.nanoClock = nanoClock;
  }

  /** Says whether a function could be invoked, without running it. */
  public Outcome dryRun(Invocation invocation) {
    return switch (functions.find(invocation)) {
      case Found.Nothing(Outcome.Rejected why) -> why;
      case Found.NotYet(Outcome.Rejected why) -> why;
      case Found.Version(FunctionVersion version) -> new Outcome.Permitted(version.version());
    };
  }

  /** Runs a function once. */
  public Future<Outcome> invoke(Invocation invocation, EventBody event) {
    return switch (functions.find(invocation)) {
      case Found.Nothing(Outcome.Rejected why) -> done(why);
      case Found.NotYet _ ->
          pending.settled(invocation.function()).transform(v -> invokeNow(invocation, event));
      case Found.Version(FunctionVersion version) -> admitted(invocation, version, event);
    };
  }

  private Future<Outcome> invokeNow(Invocation invocation, EventBody event) {
    if (invocation.caller().hasLeft()) {
      return done(new Outcome.Abandoned());
    }
    return switch (functions.find(invocation)) {
      case Found.Nothing(Outcome.Rejected why) -> done(why);
      case Found.NotYet(Outcome.Rejected why) -> done(why);
      case Found.Version(FunctionVersion version) -> admitted(invocation, version, event);
    };
  }

  private Future<Outcome> admitted(
      Invocation invocation, FunctionVersion version, EventBody event) {
    return switch (permits.admit(version.id(), version.version())) {
      case Admission.Throttled(Throttle why, long waitNanos) ->
          done(throttled(version, new Outcome.Throttled(why, waitNanos)));
      case Admission.Admitted(Permit permit) -> {
        var held = new HeldPermit(permits, permit);
        // Whoever hears the outcome may ask again at once, so the permit is back before.
        yield attempt(1, invocation, version, event, held).onComplete(v -> held.letGo());
      }
    };
  }

  private Future<Outcome> attempt(
      int number,
      Invocation invocation,
      FunctionVersion version,
      EventBody event,
      HeldPermit permit) {
    return pools
        .claim(version, invocation.caller())
        .compose(
            claim ->
                switch (claim) {
                  case Claim.Refused(Refusal why) -> done(refused(version, why));
                  case Claim.Abandoned() -> done(new Outcome.Abandoned());
                  case Claim.Granted(Lease lease) -> {
                    FunctionMeters counted = meters.of(version.id());
                    pools.provisioned(version).ifPresent(counted::used);
                    var running = new Running(counted, permit, nanoClock, lease.cold());
                    yield lease
                        .run(invocation.call(), event, running::left)
                        .compose(
                            result ->
                                Settling.mayTryAnother(result, event) && number < MAX_ATTEMPTS
                                    ? attempt(number + 1, invocation, version, event, permit)
                                    : done(running.settle(result, invocation, version)));
                  }
                });
  }

  private Outcome refused(FunctionVersion version, Refusal why) {
    return switch (Settling.refused(why)) {
      case Outcome.Throttled throttled -> throttled(version, throttled);
      case Outcome other -> other;
    };
  }

  private Outcome throttled(FunctionVersion version, Outcome.Throttled throttled) {
    meters.of(version.id()).throttles.increment();
    return throttled;
  }

  private static Future<Outcome> done(Outcome outcome) {
    return Future.succeededFuture(outcome);
  }
}
