package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.SandboxPool;
import dev.hearth.operator.pool.PoolOwner;
import dev.hearth.operator.pool.WantedPools;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sees to it that a function's pool is there. */
final class PoolPhase {
  /** Time for gateways to hear of a function's new pool before the old one goes. */
  private static final Duration HAND_OVER = Duration.ofSeconds(2);

  private final WantedPools pools = new WantedPools();
  private final int spare;
  private final int max;

  PoolPhase(int spare, int max) {
    this.spare = spare;
    this.max = max;
  }

  /** The pool as it is now; empty while it is not known which one it must be. */
  Optional<SandboxPool> run(Function function, CodeOutcome code, Context<Function> context) {
    return desired(function, code).map(desired -> pools.ensure(desired, context));
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
   * Removes the pools that an image function has had for itself and needs no more; its current one,
   * the next and those of its versions are kept.
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
      if (name.equals(after.pool())
          || name.equals(next.getMetadata().getName())
          || isOfVersion(old, context)) {
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
    return WantedPools.seen(context)
        .map(
            pools ->
                pools.byIndex(
                    FunctionSources.BY_OWNER, PoolOwner.key(ResourceID.fromResource(function))))
        .orElse(List.of());
  }

  private static boolean isOfVersion(SandboxPool pool, Context<Function> context) {
    return !(context.eventSourceRetriever().getEventSourceFor(PublishedVersion.class)
            instanceof InformerEventSource<PublishedVersion, Function> versions)
        || !versions.byIndex(FunctionSources.BY_POOL, FunctionSources.key(pool)).isEmpty();
  }

  private static boolean isActive(Function function) {
    return function.getStatus() != null
        && function.getStatus().state() == FunctionStatus.State.Active;
  }
}
