package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.UnaryOperator;

/**
 * Keeps of each resource what the gateway reads, lest thousands of them with their source code fill
 * its memory.
 */
final class LeanStore<T extends HasMetadata> extends BasicItemStore<T> {
  private final UnaryOperator<T> lean;

  /**
   * @param lean what is kept of a resource
   */
  LeanStore(UnaryOperator<T> lean) {
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
