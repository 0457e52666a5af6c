package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.sandbox.pool.PoolLimits;
import java.time.Duration;

/**
 * Bounds on sandboxes and on waiting for them.
 *
 * @param maxSandboxes living sandboxes of all functions together
 * @param maxSandboxesPerFunction living sandboxes of one function
 * @param maxWaiters invocations of one function that wait for a sandbox
 * @param keepAlive how long an idle sandbox is kept
 * @param claimWait how long an invocation waits for a sandbox, a cold start included
 * @param start how long a sandbox may take from the wish for it to its being ready
 * @param answerGrace how long after the function's timeout a sandbox may still answer before the
 *     gateway gives it up
 * @param connect how long a connection to a sandbox, its hello included, may take
 * @param firstBackoff how long a function whose sandbox could not be started is not tried again;
 *     doubles with each failure in a row
 * @param maxBackoff upper bound of that
 */
public record SandboxLimits(
    int maxSandboxes,
    int maxSandboxesPerFunction,
    int maxWaiters,
    Duration keepAlive,
    Duration claimWait,
    Duration start,
    Duration answerGrace,
    Duration connect,
    Duration firstBackoff,
    Duration maxBackoff) {

  /** Sandboxes of one version that are started at one time before anybody asks. */
  static final int PROVISIONING_PACE = 4;

  /** Sandboxes of one function that are started in each period. */
  static final int STARTS = 1_000;

  /** What {@link #STARTS} are counted in. */
  static final Duration START_PERIOD = Duration.ofSeconds(10);

  /** As many as one machine carries: 100 sandboxes, each kept for 10 minutes. */
  public static SandboxLimits defaults() {
    return new SandboxLimits(
        100,
        100,
        1_000,
        Duration.ofMinutes(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(1),
        Duration.ofSeconds(15),
        Duration.ofMillis(500),
        Duration.ofSeconds(30));
  }

  PoolLimits forPools() {
    return new PoolLimits(
        maxSandboxes,
        maxSandboxesPerFunction,
        maxWaiters,
        keepAlive.toNanos(),
        claimWait.toNanos(),
        start.toNanos(),
        firstBackoff.toNanos(),
        maxBackoff.toNanos(),
        PROVISIONING_PACE,
        STARTS,
        START_PERIOD.toNanos());
  }

  /** The same with another keep-alive. */
  public SandboxLimits withKeepAlive(Duration other) {
    return new SandboxLimits(
        maxSandboxes,
        maxSandboxesPerFunction,
        maxWaiters,
        other,
        claimWait,
        start,
        answerGrace,
        connect,
        firstBackoff,
        maxBackoff);
  }

  /** The same with other bounds on the number of living sandboxes. */
  public SandboxLimits withMaxSandboxes(int all, int perFunction) {
    return new SandboxLimits(
        all,
        perFunction,
        maxWaiters,
        keepAlive,
        claimWait,
        start,
        answerGrace,
        connect,
        firstBackoff,
        maxBackoff);
  }
}
