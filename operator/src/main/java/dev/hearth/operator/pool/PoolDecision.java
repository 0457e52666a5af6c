package dev.hearth.operator.pool;

import java.time.Duration;
import java.util.List;

/**
 * What is to be done now.
 *
 * @param memory what to remember, deletions included; creations are added as they are named
 * @param create how many sandboxes to make
 * @param delete which to delete
 * @param settle which have ended their Init and give its CPU back
 * @param lookAgain when at the latest the pool is to be looked at again
 */
public record PoolDecision(
    PoolMemory memory,
    int create,
    List<Removal> delete,
    List<ObservedSandbox> settle,
    Duration lookAgain,
    PoolReport report) {

  /** A sandbox that goes, and why, for people. */
  public record Removal(ObservedSandbox sandbox, String why) {}
}
