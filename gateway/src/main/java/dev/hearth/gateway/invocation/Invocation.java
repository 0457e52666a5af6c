package dev.hearth.gateway.invocation;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.sandbox.Caller;
import dev.hearth.gateway.sandbox.shim.Call;

/**
 * One request to run a function, as its caller made it.
 *
 * @param function the one to run
 * @param qualifier version or alias, or null for the latest
 * @param call what the sandbox is told
 * @param caller whoever waits for the answer
 */
public record Invocation(FunctionId function, String qualifier, Call call, Caller caller) {}
