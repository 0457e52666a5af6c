package dev.hearth.gateway.sandbox.pool;

import dev.hearth.gateway.admission.TokenBucket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All pools: made when first needed, and forgotten when nobody can need them again. */
final class PoolTable {
  private final Map<PoolKey, FunctionPool> pools = new LinkedHashMap<>();
  private final Map<Function, TokenBucket> starts = new HashMap<>();
  private final PoolLimits limits;
  private Map<PoolKey, Integer> targets = Map.of();
  private Map<PoolKey, Long> keepAlives = Map.of();
  private Set<PoolKey> current = Set.of();

  /** Whose sandboxes multiply together: all versions of one function. */
  private record Function(String namespace, String name) {
    static Function of(PoolKey key) {
      return new Function(key.namespace(), key.function());
    }
  }

  PoolTable(PoolLimits limits) {
    this.limits = limits;
  }

  /** Counts one more start of a function, unless there were too many. */
  boolean mayStart(PoolKey key, long now) {
    return starts
        .computeIfAbsent(
            Function.of(key), f -> new TokenBucket(limits.starts(), limits.startPeriod(), now))
        .take(now);
  }

  /** A bucket that is full is as good as a new one. */
  void forgetStarts(long now) {
    starts.values().removeIf(bucket -> bucket.full(now));
  }

  FunctionPool of(PoolKey key) {
    return pools.computeIfAbsent(key, k -> new FunctionPool(k, target(k)));
  }

  /** Of what is not in the catalogue any more, nothing is kept. */
  private int target(PoolKey key) {
    return current.contains(key) ? targets.getOrDefault(key, 0) : 0;
  }

  List<FunctionPool> all() {
    return List.copyOf(pools.values());
  }

  Set<PoolKey> keys() {
    return Set.copyOf(pools.keySet());
  }

  void retain(Set<PoolKey> keys) {
    current = Set.copyOf(keys);
    pools.values().forEach(pool -> pool.target = target(pool.key));
  }

  boolean isCurrent(FunctionPool pool) {
    return current.contains(pool.key);
  }

  void provision(Map<PoolKey, Integer> wanted) {
    targets = Map.copyOf(wanted);
    pools.values().forEach(pool -> pool.target = target(pool.key));
  }

  void keepAlive(Map<PoolKey, Long> own) {
    keepAlives = Map.copyOf(own);
  }

  long keepAlive(FunctionPool pool) {
    return keepAlives.getOrDefault(pool.key, limits.keepAlive());
  }

  /** Those of which a number of sandboxes is kept. */
  List<FunctionPool> provisioned() {
    return targets.keySet().stream().filter(current::contains).map(this::of).toList();
  }

  /** The idle sandbox that is missed least, of any key; null where none can be missed. */
  PooledSandbox.Idle longestIdle() {
    PooledSandbox.Idle oldest = null;
    for (FunctionPool pool : pools.values()) {
      PooledSandbox.Idle candidate = pool.longestIdle();
      if (candidate != null && (oldest == null || candidate.since() - oldest.since() < 0)) {
        oldest = candidate;
      }
    }
    return oldest;
  }

  void forget(FunctionPool pool) {
    pools.remove(pool.key);
  }

  void clear() {
    pools.clear();
  }
}
