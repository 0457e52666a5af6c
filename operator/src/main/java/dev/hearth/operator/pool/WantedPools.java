package dev.hearth.operator.pool;

import dev.hearth.crds.SandboxPool;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the pools that functions and versions want, each once. */
public final class WantedPools {
  private static final PatchContext OURS =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("hearth-operator")
          .withForce(true)
          .build();

  private static final int TURNS = 64;

  private final List<Object> turns = Stream.generate(Object::new).limit(TURNS).toList();

  /** The pool as it is now; made or changed where it is not as desired. */
  public <P extends HasMetadata> SandboxPool ensure(SandboxPool ours, Context<P> context) {
    SandboxPool desired =
        there(ours, context).map(there -> PoolNumbers.keepUsers(ours, there)).orElse(ours);
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
                seen(context).ifPresent(pools -> remember(pools, id, made));
                return made;
              });
    }
  }

  /** The pools that a controller watches. */
  public static <P extends HasMetadata> Optional<InformerEventSource<SandboxPool, P>> seen(
      Context<P> context) {
    return context.eventSourceRetriever().getEventSourceFor(SandboxPool.class)
            instanceof InformerEventSource<SandboxPool, P> pools
        ? Optional.of(pools)
        : Optional.empty();
  }

  private static <P extends HasMetadata> void remember(
      InformerEventSource<SandboxPool, P> pools, ResourceID id, SandboxPool made) {
    Optional<SandboxPool> old = pools.get(id);
    if (old.isPresent()) {
      pools.handleRecentResourceUpdate(id, made, old.get());
    } else {
      pools.handleRecentResourceCreate(id, made);
    }
  }

  private static <P extends HasMetadata> Optional<SandboxPool> same(
      SandboxPool desired, Context<P> context) {
    return there(desired, context)
        .filter(pool -> pool.getMetadata().getDeletionTimestamp() == null)
        .filter(pool -> pool.getSpec().equals(desired.getSpec()));
  }

  private static <P extends HasMetadata> Optional<SandboxPool> there(
      SandboxPool desired, Context<P> context) {
    return seen(context).flatMap(pools -> pools.get(ResourceID.fromResource(desired)));
  }
}
