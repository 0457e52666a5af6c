package dev.hearth.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.UnaryOperator;

/**
 * Keeps of each resource what its reader needs, lest thousands of them with their source code fill
 * the operator's memory.
 */
public final class LeanStore<T extends HasMetadata> extends BasicItemStore<T> {
  private final UnaryOperator<T> lean;

  /**
   * @param lean what is kept of a resource
   */
  public LeanStore(UnaryOperator<T> lean) {
    super(Cache::metaNamespaceKeyFunc);
    this.lean = lean;
  }

  @Override
  public T put(String key, T resource) {
    return super.put(key, lean.apply(resource));
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
