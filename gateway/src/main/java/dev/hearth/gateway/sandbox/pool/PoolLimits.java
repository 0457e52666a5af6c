package dev.hearth.gateway.sandbox.pool;

/**
 * The bounds a {@link Pools} keeps; times in nanoseconds.
 *
 * @param maxSandboxes living sandboxes of all pools together
 * @param maxSandboxesPerFunction living sandboxes of one pool
 * @param maxWaiters tickets waiting in one pool
 * @param keepAlive how long a sandbox may be idle whose function says nothing else
 * @param claimWait how long a ticket may wait
 * @param start how long a sandbox may take to become ready
 * @param firstBackoff how long a pool starts nothing after a failed start; doubles in a row
 * @param maxBackoff upper bound of that
 * @param pace starts of one pool at one time that no ticket waits for
 * @param starts of one function, all its versions together, in each period
 * @param startPeriod so many starts are saved up for one period at most
 */
public record PoolLimits(
    int maxSandboxes,
    int maxSandboxesPerFunction,
    int maxWaiters,
    long keepAlive,
    long claimWait,
    long start,
    long firstBackoff,
    long maxBackoff,
    int pace,
    int starts,
    long startPeriod) {

  /** How long a pool waits after this many failed starts in a row. */
  long backoff(int failures) {
    int doublings = Math.min(failures - 1, 30);
    return Math.min(maxBackoff, firstBackoff << doublings);
  }
}
