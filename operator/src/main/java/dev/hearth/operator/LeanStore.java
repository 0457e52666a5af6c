package dev.hearth.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Keeps of each resource what its reader needs, lest thousands of them with their source code fill
 * the operator's memory.
 */
public final class LeanStore<T extends HasMetadata> implements ItemStore<T> {
  private final Map<String, T> byKey = new ConcurrentHashMap<>();
  private final UnaryOperator<T> lean;

  /**
   * @param lean what is kept of a resource
   */
  public LeanStore(UnaryOperator<T> lean) {
    this.lean = lean;
  }

  @Override
  public String getKey(T resource) {
    var meta = resource.getMetadata();
    return Cache.namespaceKeyFunc(meta.getNamespace(), meta.getName());
  }

  @Override
  public T put(String key, T resource) {
    return byKey.put(key, lean.apply(resource));
  }

  @Override
  public T remove(String key) {
    return byKey.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return byKey.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return byKey.values().stream();
  }

  @Override
  public T get(String key) {
    return byKey.get(key);
  }

  @Override
  public int size() {
    return byKey.size();
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
