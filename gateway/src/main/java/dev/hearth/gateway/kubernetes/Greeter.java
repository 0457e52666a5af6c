package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.shim.ShimClient;
import dev.hearth.gateway.sandbox.shim.ShimClient.Greeted;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Finds out what a sandbox is whose pod has just begun to run. Its shim may need a moment to open
 * its port, for which there is no probe: the gateway is the one who wants to know.
 */
final class Greeter {
  /** How long a pod that runs may take until its shim answers. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long PAUSE_MS = 20;
  private static final long INIT_PAUSE_MS = 250;

  private final VertxInternal vertx;
  private final ShimClient client;
  private final LongSupplier nanoClock;

  Greeter(VertxInternal vertx, ShimClient client, LongSupplier nanoClock) {
    this.vertx = vertx;
    this.client = client;
    this.nanoClock = nanoClock;
  }

  /**
   * Greets until there is an answer; fails when patience is at its end or nobody wants to know. The
   * answer's link is the caller's, on the event loop on which the answer comes.
   *
   * @param wanted whether somebody still wants to know
   */
  Future<Greeted> greet(SandboxAddress sandbox, BooleanSupplier wanted) {
    var attempt =
        new Attempt(
            sandbox,
            wanted,
            vertx.createEventLoopContext(),
            nanoClock.getAsLong() + PATIENCE.toNanos(),
            Promise.promise());
    attempt.loop().runOnContext(v -> attempt(attempt));
    return attempt.answer().future();
  }

  private record Attempt(
      SandboxAddress sandbox,
      BooleanSupplier wanted,
      Context loop,
      long until,
      Promise<Greeted> answer) {}

  private void attempt(Attempt attempt) {
    client.greet(attempt.sandbox()).onComplete(result -> heard(attempt, result));
  }

  private void heard(Attempt attempt, AsyncResult<Greeted> result) {
    if (result.succeeded()) {
      Greeted greeted = result.result();
      if (greeted.state().state().equals("initialising")) {
        greeted.link().close("it is initialising");
        again(attempt, INIT_PAUSE_MS, "Init does not end");
      } else {
        attempt.answer().complete(greeted);
      }
    } else {
      again(attempt, PAUSE_MS, result.cause().getMessage());
    }
  }

  private void again(Attempt attempt, long pauseMs, String why) {
    boolean over = attempt.until() - nanoClock.getAsLong() < 0;
    if (over || !attempt.wanted().getAsBoolean()) {
      attempt.answer().fail(why);
    } else {
      vertx.setTimer(pauseMs, t -> attempt(attempt));
    }
  }
}
