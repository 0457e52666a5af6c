package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.sandbox.pool.PoolKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many sandboxes of a pool were at work together since somebody last asked. */
final class HighestUse {
  private final Map<PoolKey, Integer> highest = new HashMap<>();

  /** So many are at work now. */
  synchronized void seen(PoolKey key, int busy) {
    highest.merge(key, busy, Math::max);
  }

  /** The most that were seen; the next answer is about what comes from now on. */
  synchronized int take(PoolKey key) {
    Integer most = highest.remove(key);
    return most == null ? 0 : most;
  }

  /** Forgets all pools but these. */
  synchronized void retain(Set<PoolKey> keys) {
    highest.keySet().retainAll(keys);
  }
}
