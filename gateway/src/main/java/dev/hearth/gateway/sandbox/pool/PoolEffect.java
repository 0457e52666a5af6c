package dev.hearth.gateway.sandbox.pool;

/** What {@link Pools} wants done, in order. */
public sealed interface PoolEffect {
  /**
   * Make a sandbox; answered by {@code Started} or {@code StartFailed}.
   *
   * @param provisioned it is one of those that are kept
   */
  record Start(long sandbox, PoolKey key, boolean provisioned) implements PoolEffect {}

  /** The ticket has this sandbox until {@code Finished} or {@code Died}. */
  record Give(long ticket, long sandbox, boolean cold) implements PoolEffect {}

  /** The ticket gets no sandbox. */
  record Refuse(long ticket, Refusal why) implements PoolEffect {}

  /** End this sandbox; no later effect names it. */
  record Retire(long sandbox) implements PoolEffect {}
}
