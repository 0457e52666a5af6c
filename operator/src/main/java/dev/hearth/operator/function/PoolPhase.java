package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.SandboxPool;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Optional;

/** Sees to it that a function's pool is there. */
final class PoolPhase {
  private static final PatchContext OURS =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("hearth-operator")
          .withForce(true)
          .build();

  private final int spare;
  private final int max;

  PoolPhase(int spare, int max) {
    this.spare = spare;
    this.max = max;
  }

  /** The pool as it is now; empty while it is not known which one it must be. */
  Optional<SandboxPool> run(Function function, CodeOutcome code, Context<Function> context) {
    return desired(function, code).map(desired -> ensure(desired, context));
  }

  private Optional<SandboxPool> desired(Function function, CodeOutcome code) {
    boolean image = function.getSpec().code().image() != null;
    return switch (code) {
      case CodeOutcome.InImage in ->
          Optional.of(FunctionPool.ofImage(function, in.reference(), spare, max));
      case CodeOutcome.Stored _, CodeOutcome.Undelivered _ ->
          Optional.of(FunctionPool.ofRuntime(function, spare, max));
      case CodeOutcome.Refused _ ->
          image || !isActive(function)
              ? Optional.empty()
              : Optional.of(FunctionPool.ofRuntime(function, spare, max));
    };
  }

  private static boolean isActive(Function function) {
    return function.getStatus() != null
        && function.getStatus().state() == FunctionStatus.State.Active;
  }

  private static SandboxPool ensure(SandboxPool desired, Context<Function> context) {
    Optional<SandboxPool> there =
        context.eventSourceRetriever().getEventSourceFor(SandboxPool.class)
                instanceof InformerEventSource<SandboxPool, Function> pools
            ? pools.get(ResourceID.fromResource(desired))
            : Optional.empty();
    boolean same =
        there
            .filter(pool -> pool.getMetadata().getDeletionTimestamp() == null)
            .filter(pool -> pool.getSpec().equals(desired.getSpec()))
            .isPresent();
    return same ? there.get() : context.getClient().resource(desired).patch(OURS, desired);
  }
}
