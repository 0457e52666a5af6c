package dev.hearth.gateway.invocation;

import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Invocations of functions that are not known yet or still being made ready, so that a function can
 * be invoked at once after it was applied.
 */
final class PendingFunctions {
  /** How long an invocation waits. */
  static final Duration MAX_WAIT = Duration.ofSeconds(10);

  /** Most invocations that wait, of all functions together; more are refused at once. */
  static final int MAX_WAITING = 1_000;

  private final Catalogue catalogue;
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  private record Waiting(FunctionId function, Context loop, Promise<Void> promise) {}

  PendingFunctions(Catalogue catalogue) {
    this.catalogue = catalogue;
    catalogue.onChange(this::look);
  }

  /**
   * Completes on the caller's event loop: once there is no more to wait for, or when the time is
   * over.
   */
  Future<Void> settled(FunctionId function) {
    if (waiting.size() >= MAX_WAITING) {
      return Future.succeededFuture();
    }
    Context loop = Vertx.currentContext();
    Promise<Void> promise = Promise.promise();
    long id = last.incrementAndGet();
    waiting.put(id, new Waiting(function, loop, promise));
    long end = loop.owner().setTimer(MAX_WAIT.toMillis(), t -> promise.tryComplete());
    long known =
        loop.owner()
            .setTimer(
                Math.max(1, catalogue.lag().toMillis()), t -> endIfUnknown(function, promise));
    if (catalogue.find(function).isEmpty()) {
      catalogue
          .declares(function)
          .thenAccept(
              declared -> {
                if (!declared) {
                  loop.runOnContext(v -> endIfUnknown(function, promise));
                }
              });
    }
    // It may have changed since the caller looked.
    look();
    return promise
        .future()
        .onComplete(
            v -> {
              waiting.remove(id);
              loop.owner().cancelTimer(end);
              loop.owner().cancelTimer(known);
            });
  }

  private void endIfUnknown(FunctionId function, Promise<Void> promise) {
    if (catalogue.find(function).isEmpty()) {
      promise.tryComplete();
    }
  }

  private void look() {
    for (Waiting one : waiting.values()) {
      boolean over =
          switch (catalogue.find(one.function()).orElse(null)) {
            case null -> false;
            case Catalogue.Entry.Pending pending -> false;
            case Catalogue.Entry.Ready ready -> true;
            case Catalogue.Entry.Failed failed -> true;
          };
      if (over) {
        one.loop().runOnContext(v -> one.promise().tryComplete());
      }
    }
  }
}
