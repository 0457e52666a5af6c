package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.pool.PoolOwner;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sees to it that a function's pool is there. */
final class PoolPhase {
  private static final PatchContext OURS =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("hearth-operator")
          .withForce(true)
          .build();

  /** Time for gateways to hear of a function's new pool before the old one goes. */
  private static final Duration HAND_OVER = Duration.ofSeconds(2);

  private static final int TURNS = 64;

  private final List<Object> turns = Stream.generate(Object::new).limit(TURNS).toList();
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

  /**
   * Removes the pools that an image function has had for itself and needs no more; its current one
   * and the next are kept.
   *
   * @param after the function's status from now on
   * @param next the pool of its spec
   * @return when to look again, where one is left for as long as gateways may still use it
   */
  static Optional<Duration> retire(
      Function function, FunctionStatus after, SandboxPool next, Context<Function> context) {
    FunctionStatus before = function.getStatus();
    boolean wait = false;
    for (SandboxPool old : owned(function, context)) {
      String name = old.getMetadata().getName();
      if (name.equals(after.pool()) || name.equals(next.getMetadata().getName())) {
        continue;
      }
      if (before != null && name.equals(before.pool())) {
        wait = true;
      } else {
        context.getClient().resource(old).delete();
      }
    }
    return wait ? Optional.of(HAND_OVER) : Optional.empty();
  }

  private static List<SandboxPool> owned(Function function, Context<Function> context) {
    return pools(context)
        .map(
            pools ->
                pools.byIndex(
                    FunctionSources.BY_OWNER, PoolOwner.key(ResourceID.fromResource(function))))
        .orElse(List.of());
  }

  private static Optional<InformerEventSource<SandboxPool, Function>> pools(
      Context<Function> context) {
    return context.eventSourceRetriever().getEventSourceFor(SandboxPool.class)
            instanceof InformerEventSource<SandboxPool, Function> pools
        ? Optional.of(pools)
        : Optional.empty();
  }

  private static boolean isActive(Function function) {
    return function.getStatus() != null
        && function.getStatus().state() == FunctionStatus.State.Active;
  }

  private SandboxPool ensure(SandboxPool desired, Context<Function> context) {
    Optional<SandboxPool> there = same(desired, context);
    if (there.isPresent()) {
      return there.get();
    }
    // Functions that are made at once want the same pool; one of them makes it.
    synchronized (turns.get(Math.floorMod(ResourceID.fromResource(desired).hashCode(), TURNS))) {
      return same(desired, context)
          .orElseGet(
              () -> {
                SandboxPool made = context.getClient().resource(desired).patch(OURS, desired);
                ResourceID id = ResourceID.fromResource(made);
                pools(context).ifPresent(pools -> remember(pools, id, made));
                return made;
              });
    }
  }

  private static void remember(
      InformerEventSource<SandboxPool, Function> pools, ResourceID id, SandboxPool made) {
    Optional<SandboxPool> old = pools.get(id);
    if (old.isPresent()) {
      pools.handleRecentResourceUpdate(id, made, old.get());
    } else {
      pools.handleRecentResourceCreate(id, made);
    }
  }

  private static Optional<SandboxPool> same(SandboxPool desired, Context<Function> context) {
    return pools(context)
        .flatMap(pools -> pools.get(ResourceID.fromResource(desired)))
        .filter(pool -> pool.getMetadata().getDeletionTimestamp() == null)
        .filter(pool -> pool.getSpec().equals(desired.getSpec()));
  }
}
