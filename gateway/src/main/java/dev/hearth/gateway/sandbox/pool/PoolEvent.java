package dev.hearth.gateway.sandbox.pool;

import java.util.Map;
import java.util.Set;

/** What can happen to {@link Pools}. Late or repeated events about what is gone change nothing. */
public sealed interface PoolEvent {
  /** An invocation wants a sandbox; tickets are never used twice. */
  record Claim(long ticket, PoolKey key) implements PoolEvent {}

  /** Whoever holds this ticket no longer waits. */
  record GiveUp(long ticket) implements PoolEvent {}

  /**
   * A sandbox that was starting is ready.
   *
   * @param initialised its Init did not fail; where it did, an invocation runs it again
   */
  record Started(long sandbox, boolean initialised) implements PoolEvent {}

  /** A sandbox whose Init had failed has made up for it. */
  record Initialised(long sandbox) implements PoolEvent {}

  /** A sandbox that was starting will never be ready. */
  record StartFailed(long sandbox, StartFailure why) implements PoolEvent {}

  /**
   * A sandbox is there that runs this key already; ids of such ones are negative.
   *
   * @param busy it does an invocation that no ticket stands for; {@code Finished} follows
   * @param initialised its runtime has come through Init
   */
  record Adopted(long sandbox, PoolKey key, boolean busy, boolean initialised)
      implements PoolEvent {}

  /** The invocation on this sandbox is over and it can take another. */
  record Finished(long sandbox) implements PoolEvent {}

  /** The sandbox is gone or must not be used again. */
  record Died(long sandbox) implements PoolEvent {}

  /** These keys are in the catalogue now; sandboxes of others end when their work has. */
  record Retain(Set<PoolKey> current) implements PoolEvent {}

  /** So many sandboxes of each key are kept, whether or not they are used; of others none. */
  record Provision(Map<PoolKey, Integer> targets) implements PoolEvent {}

  /** How long idle sandboxes of these keys are kept, in nanoseconds; others as long as usual. */
  record KeepAlive(Map<PoolKey, Long> own) implements PoolEvent {}

  /** Time has passed. */
  record Tick() implements PoolEvent {}

  /** Every sandbox ends now, whatever it does; every waiter is refused. */
  record Abandon() implements PoolEvent {}
}
