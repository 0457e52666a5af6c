package dev.hearth.gateway.invocation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingFunctionsTest {
  private static final FunctionId HELLO = new FunctionId("shop", "hello");

  private final Vertx vertx = Vertx.vertx();
  private final Map<FunctionId, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();
  private final Catalogue catalogue =
      new Catalogue(
          Duration.ofMinutes(1),
          id -> asked.computeIfAbsent(id, unknown -> new CompletableFuture<>()));
  private final PendingFunctions pending = new PendingFunctions(catalogue);

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  /** Does something on an event loop, as invocations are. */
  private <T> T onLoop(Supplier<T> what) throws Exception {
    Promise<T> promise = Promise.promise();
    vertx.getOrCreateContext().runOnContext(v -> promise.complete(what.get()));
    return await(promise.future());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void is(Entry entry) {
    catalogue.update(before -> Map.of(HELLO, entry));
  }

  @Test
  void who_waits_goes_on_when_the_function_is_no_longer_pending() throws Exception {
    Future<Void> waiting = onLoop(() -> pending.settled(HELLO));
    is(new Entry.Pending("just created"));
    assertFalse(waiting.isComplete(), "it is only known yet");
    is(new Entry.Failed("InvalidRuntime", "no"));
    await(waiting);
  }

  @Test
  void nobody_waits_for_what_has_happened_meanwhile() throws Exception {
    is(new Entry.Failed("InvalidRuntime", "no"));
    await(onLoop(() -> pending.settled(HELLO)));
  }

  @Test
  void a_function_that_nobody_declares_is_waited_for_as_long_as_the_watch_may_lag()
      throws Exception {
    var late =
        new PendingFunctions(new Catalogue(Duration.ofMillis(1), id -> new CompletableFuture<>()));
    await(onLoop(() -> late.settled(HELLO)));
  }

  @Test
  void nobody_waits_for_what_is_said_not_to_be_declared() throws Exception {
    Future<Void> waiting = onLoop(() -> pending.settled(HELLO));
    assertFalse(waiting.isComplete());
    asked.get(HELLO).complete(false);
    await(waiting);
  }

  @Test
  void what_is_said_to_be_declared_or_cannot_be_told_is_waited_for() throws Exception {
    Future<Void> waiting = onLoop(() -> pending.settled(HELLO));
    asked.get(HELLO).complete(true);
    var other = new FunctionId("shop", "other");
    Future<Void> untold = onLoop(() -> pending.settled(other));
    asked.get(other).completeExceptionally(new IllegalStateException("no answer"));
    onLoop(() -> null);
    assertFalse(waiting.isComplete() || untold.isComplete());
  }

  @Test
  void no_more_wait_than_may() throws Exception {
    List<Future<Void>> waiting =
        onLoop(
            () -> {
              var all = new ArrayList<Future<Void>>();
              for (int i = 0; i <= PendingFunctions.MAX_WAITING; i++) {
                all.add(pending.settled(HELLO));
              }
              return all;
            });
    assertTrue(waiting.getLast().isComplete(), "one more than may wait");
    assertFalse(waiting.getFirst().isComplete());
    is(new Entry.Failed("InvalidRuntime", "no"));
    for (Future<Void> one : waiting) {
      await(one);
    }
  }
}
