package dev.hearth.operator.pool;

import java.time.Instant;

/**
 * One sandbox as the last look showed it.
 *
 * @param template digest of what its pod was made from
 * @param since when it came into its state; for one that starts, when it was made
 */
public record ObservedSandbox(
    String name, String uid, String template, Instant since, SandboxState state) {}
