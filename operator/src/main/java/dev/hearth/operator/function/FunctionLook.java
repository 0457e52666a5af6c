package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.operator.gateway.Demand.FailedInit;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;

/**
 * Everything the status of a function follows from.
 *
 * @param runtimeProblem what is wrong with the runtime
 * @param code how far the code has come
 * @param pool the function's pool, once it has one
 * @param poolReady what the pool says of itself
 * @param failedInit how its latest Init failed; empty where nobody knows that it did
 * @param heard everybody who could know has been heard
 */
record FunctionLook(
    Function function,
    Optional<String> runtimeProblem,
    CodeOutcome code,
    Optional<String> pool,
    Optional<Condition> poolReady,
    Optional<FailedInit> failedInit,
    boolean heard) {}
