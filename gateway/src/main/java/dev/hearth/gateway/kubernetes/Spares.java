package dev.hearth.gateway.kubernetes;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which spare goes to whom: the first that becomes ready serves whoever has waited longest
 * for its pool, and a claim gets the spare that has been ready longest. A spare is given once. Not
 * safe for several threads at once.
 */
final class Spares {
  private static final class Queue {
    final LinkedHashSet<String> ready = new LinkedHashSet<>();
    final ArrayDeque<Long> waiting = new ArrayDeque<>();

    boolean empty() {
      return ready.isEmpty() && waiting.isEmpty();
    }
  }

  private final Map<PoolRef, Queue> queues = new HashMap<>();

  /** A spare is ready: answers the ticket that gets it, or keeps it. */
  Optional<Long> ready(PoolRef pool, String uid) {
    Queue queue = queue(pool);
    Long first = queue.waiting.poll();
    if (first == null) {
      queue.ready.add(uid);
    }
    forget(pool, queue);
    return Optional.ofNullable(first);
  }

  /** Wants a spare: answers its UID, or has the ticket wait for one. */
  Optional<String> claim(PoolRef pool, long ticket) {
    Queue queue = queue(pool);
    String uid = queue.ready.isEmpty() ? null : queue.ready.removeFirst();
    if (uid == null) {
      queue.waiting.add(ticket);
    }
    forget(pool, queue);
    return Optional.ofNullable(uid);
  }

  /** A spare is none any more. */
  void gone(PoolRef pool, String uid) {
    Queue queue = queue(pool);
    queue.ready.remove(uid);
    forget(pool, queue);
  }

  /** A ticket no longer waits. */
  void giveUp(PoolRef pool, long ticket) {
    Queue queue = queue(pool);
    queue.waiting.remove(ticket);
    forget(pool, queue);
  }

  /** How many wait, by pool; only pools for which somebody does. */
  Map<PoolRef, Integer> waiting() {
    var waiting = new LinkedHashMap<PoolRef, Integer>();
    queues.forEach(
        (pool, queue) -> {
          if (!queue.waiting.isEmpty()) {
            waiting.put(pool, queue.waiting.size());
          }
        });
    return waiting;
  }

  private Queue queue(PoolRef pool) {
    return queues.computeIfAbsent(pool, p -> new Queue());
  }

  private void forget(PoolRef pool, Queue queue) {
    if (queue.empty()) {
      queues.remove(pool);
    }
  }
}
