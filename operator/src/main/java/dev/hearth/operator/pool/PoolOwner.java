package dev.hearth.operator.pool;

import dev.hearth.crds.Function;
import dev.hearth.crds.SandboxPool;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Optional;

/** The function that has a pool for itself, since the pool's image is that function's. */
public final class PoolOwner {
  private PoolOwner() {}

  /** The function; empty for a pool that functions share. */
  public static Optional<ResourceID> of(SandboxPool pool) {
    return pool.getMetadata().getOwnerReferences().stream()
        .filter(owner -> owner.getKind().equals(Function.class.getSimpleName()))
        .map(OwnerReference::getName)
        .map(name -> new ResourceID(name, pool.getMetadata().getNamespace()))
        .findFirst();
  }

  /** What a pool is found by in an index of owners. */
  public static List<String> index(SandboxPool pool) {
    return of(pool).map(PoolOwner::key).stream().toList();
  }

  /** What the pools of a function are found by in that index. */
  public static String key(ResourceID function) {
    return function.getNamespace().orElse("") + "/" + function.getName();
  }
}
