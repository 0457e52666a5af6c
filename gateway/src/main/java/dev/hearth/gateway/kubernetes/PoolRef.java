package dev.hearth.gateway.kubernetes;

/** A SandboxPool by name. */
record PoolRef(String namespace, String name) {}
