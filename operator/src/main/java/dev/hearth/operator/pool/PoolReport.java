package dev.hearth.operator.pool;

/**
 * What a pool says of itself, for its status.
 *
 * @param ready spares that can be claimed
 * @param usable the condition PoolReady
 * @param reason of the condition, one word
 */
public record PoolReport(
    int ready, int claimed, boolean idle, boolean usable, String reason, String message) {}
