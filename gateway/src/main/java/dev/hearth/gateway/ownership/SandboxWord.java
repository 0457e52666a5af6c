package dev.hearth.gateway.ownership;

import dev.hearth.gateway.function.FunctionId;
import java.util.Optional;

/**
 * What a sandbox says when it is greeted: it will follow no lower epoch from now on.
 *
 * @param function what it runs for the rest of its life; empty for a spare
 * @param running the invocation it is at, or what else keeps it from being idle
 */
public record SandboxWord(long epoch, Optional<FunctionId> function, Optional<String> running) {}
