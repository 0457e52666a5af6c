package dev.hearth.operator;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.FunctionStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What pools and accounts need to know of Functions, so that it costs little to know of many: which
 * pool a function has, what it reserves, and how large its code is.
 */
public final class LeanFunctions implements ItemStore<Function> {
  private final Map<String, Function> byKey = new ConcurrentHashMap<>();

  @Override
  public String getKey(Function function) {
    var meta = function.getMetadata();
    return Cache.namespaceKeyFunc(meta.getNamespace(), meta.getName());
  }

  @Override
  public Function put(String key, Function function) {
    return byKey.put(key, lean(function));
  }

  @Override
  public Function remove(String key) {
    return byKey.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return byKey.keySet().stream();
  }

  @Override
  public Stream<Function> values() {
    return byKey.values().stream();
  }

  @Override
  public Function get(String key) {
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

  static Function lean(Function full) {
    var meta = full.getMetadata();
    var lean = new Function();
    lean.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(meta.getNamespace())
            .withName(meta.getName())
            .withUid(meta.getUid())
            .withResourceVersion(meta.getResourceVersion())
            .withDeletionTimestamp(meta.getDeletionTimestamp())
            .build());
    FunctionSpec spec = full.getSpec();
    lean.setSpec(
        new FunctionSpec(
            spec.runtime(),
            null,
            new FunctionCode(null, null, null, null, null, null, null, spec.code().image()),
            spec.memorySize(),
            null,
            spec.ephemeralStorage(),
            null,
            spec.architectures(),
            null,
            null,
            null,
            spec.reservedConcurrentExecutions()));
    FunctionStatus status = full.getStatus();
    if (status != null && status.code() != null) {
      lean.setStatus(
          new FunctionStatus(
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              new FunctionStatus.Code("", status.code().size()),
              null,
              null,
              null));
    }
    return lean;
  }
}
