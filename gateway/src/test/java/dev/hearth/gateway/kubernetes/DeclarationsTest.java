package dev.hearth.gateway.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.FunctionId;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class DeclarationsTest {
  private static final FunctionId HELLO = new FunctionId("shop", "hello");

  private final Set<FunctionId> declared = ConcurrentHashMap.newKeySet();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore answers = new Semaphore(0);
  private final Declarations declarations = new Declarations(this::exists);

  private boolean exists(FunctionId id) {
    boolean there = declared.contains(id);
    begun.release();
    answers.acquireUninterruptibly();
    if (id.name().equals("broken")) {
      throw new KubernetesClientException("no answer");
    }
    return there;
  }

  @Test
  void a_name_is_declared_or_it_is_not() {
    answers.release(2);
    assertFalse(declarations.declares(HELLO).join());
    declared.add(HELLO);
    assertTrue(declarations.declares(HELLO).join());
  }

  @Test
  void an_answer_is_never_older_than_the_question() {
    CompletableFuture<Boolean> before = declarations.declares(HELLO);
    begun.acquireUninterruptibly();
    declared.add(HELLO);
    CompletableFuture<Boolean> after = declarations.declares(HELLO);
    answers.release(2);
    assertFalse(before.join());
    assertTrue(after.join());
  }

  @Test
  void whoever_asks_for_a_name_that_waits_shares_its_answer_and_few_are_asked_at_once() {
    keepBusy();
    CompletableFuture<Boolean> first = declarations.declares(HELLO);
    assertSame(first, declarations.declares(HELLO));
    assertEquals(0, begun.availablePermits());
    answers.release(Declarations.MAX_AT_ONCE + 1);
    assertFalse(first.join());
    assertEquals(1, begun.drainPermits());
  }

  @Test
  void where_there_is_no_answer_it_is_not_told_and_the_next_is_asked() {
    answers.release(2);
    CompletableFuture<Boolean> broken = declarations.declares(new FunctionId("shop", "broken"));
    assertThrows(CompletionException.class, broken::join);
    assertFalse(declarations.declares(HELLO).join());
  }

  @Test
  void of_more_names_than_may_wait_it_is_not_told() {
    keepBusy();
    for (int i = 0; i < Declarations.MAX_WAITING; i++) {
      assertFalse(declarations.declares(new FunctionId("shop", "f" + i)).isDone());
    }
    assertTrue(declarations.declares(HELLO).isCompletedExceptionally());
  }

  private void keepBusy() {
    for (int i = 0; i < Declarations.MAX_AT_ONCE; i++) {
      assertFalse(declarations.declares(new FunctionId("shop", "busy" + i)).isDone());
    }
    begun.acquireUninterruptibly(Declarations.MAX_AT_ONCE);
  }
}
