package dev.hearth.operator.pool;

import java.util.Set;

/**
 * What is wanted of a pool now.
 *
 * @param spare sandboxes to be kept ready
 * @param max sandboxes at most, claimed ones and those that start included
 * @param waiting invocations that wait for a sandbox
 * @param complete every gateway has said which sandboxes it has
 * @param touched a function of the pool was made or changed since the last look
 * @param template digest of what its pods are made from now
 * @param functions those of the labels that sandboxes bear which are of functions of the pool
 */
public record PoolWish(
    int spare,
    int max,
    int waiting,
    boolean complete,
    boolean touched,
    String template,
    Set<String> functions) {
  public PoolWish {
    functions = Set.copyOf(functions);
  }
}
