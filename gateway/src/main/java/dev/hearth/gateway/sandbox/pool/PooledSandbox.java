package dev.hearth.gateway.sandbox.pool;

/**
 * A living sandbox as its pool sees it; the methods are the only ways from one state to another.
 */
sealed interface PooledSandbox {
  long id();

  PoolKey key();

  /** Being made, nobody's yet: the first that becomes ready serves the oldest waiter. */
  record Starting(long id, PoolKey key, long since) implements PooledSandbox {
    Idle ready(long now) {
      return new Idle(id, key, now);
    }
  }

  /** Ready for an invocation. */
  record Idle(long id, PoolKey key, long since) implements PooledSandbox {
    Busy given(long ticket) {
      return new Busy(id, key, ticket);
    }
  }

  /** The ticket of work that a gateway before this one gave. */
  long NOBODY = 0;

  /** Belongs to one ticket. */
  record Busy(long id, PoolKey key, long ticket) implements PooledSandbox {
    Idle finished(long now) {
      return new Idle(id, key, now);
    }
  }
}
