package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Function;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Asks the API server whether functions are declared that no watch has told of, so that a wrong
 * name is refused as soon as it is known to be wrong. Whoever asks for a name while it waits for
 * its turn shares the answer; an answer is never older than the question. So many wrong names as
 * come, the API server is asked {@link #MAX_AT_ONCE} times in each {@link #PACE}.
 */
final class Declarations implements Catalogue.Source {
  /** Questions under way at one time. */
  static final int MAX_AT_ONCE = 2;

  /** What a question and the pause after it take at least. */
  static final Duration PACE = Duration.ofMillis(20);

  /** Names that wait for their turn; of more it cannot be told. */
  static final int MAX_WAITING = 1_000;

  private final Predicate<FunctionId> exists;
  private final Map<FunctionId, CompletableFuture<Boolean>> waiting = new LinkedHashMap<>();
  private int asking;

  private record Question(FunctionId id, CompletableFuture<Boolean> answer) {}

  Declarations(KubernetesClient kubernetes) {
    this(
        id ->
            kubernetes
                    .resources(Function.class)
                    .inNamespace(id.namespace())
                    .withName(id.name())
                    .get()
                != null);
  }

  /**
   * @param exists asks, and throws where there is no answer
   */
  Declarations(Predicate<FunctionId> exists) {
    this.exists = exists;
  }

  @Override
  public synchronized CompletableFuture<Boolean> declares(FunctionId id) {
    CompletableFuture<Boolean> shared = waiting.get(id);
    if (shared != null) {
      return shared;
    }
    if (waiting.size() >= MAX_WAITING) {
      return CompletableFuture.failedFuture(new IllegalStateException("too many names wait"));
    }
    var answer = new CompletableFuture<Boolean>();
    waiting.put(id, answer);
    if (asking < MAX_AT_ONCE) {
      asking++;
      Thread.ofVirtual().name("declarations").start(this::ask);
    }
    return answer;
  }

  private void ask() {
    try {
      for (Question next = next(); next != null; next = next()) {
        settle(next);
        Thread.sleep(PACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle(Question question) {
    try {
      question.answer().complete(exists.test(question.id()));
    } catch (RuntimeException e) {
      question.answer().completeExceptionally(e);
    }
  }

  /** Whoever asks for this name from now on asks anew. */
  private synchronized Question next() {
    var first = waiting.entrySet().iterator();
    if (!first.hasNext()) {
      asking--;
      return null;
    }
    var entry = first.next();
    var next = new Question(entry.getKey(), entry.getValue());
    first.remove();
    return next;
  }
}
