package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;

/**
 * Everything the status of a function follows from.
 *
 * @param runtimeProblem what is wrong with the runtime
 * @param code how far the code has come
 * @param pool the function's pool, once it has one
 * @param poolReady what the pool says of itself
 */
record FunctionLook(
    Function function,
    Optional<String> runtimeProblem,
    CodeOutcome code,
    Optional<String> pool,
    Optional<Condition> poolReady) {}
