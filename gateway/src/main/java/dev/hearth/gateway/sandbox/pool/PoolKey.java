package dev.hearth.gateway.sandbox.pool;

/**
 * What sandboxes are interchangeable for: one revision of one version of a function. Sandboxes of
 * different keys never stand in for each other.
 */
public record PoolKey(String namespace, String function, String version, String revision) {}
