package dev.hearth.gateway.kubernetes;

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
 * Keeps of each Function what the gateway reads, lest thousands of them with their source code fill
 * its memory.
 */
final class LeanFunctions implements ItemStore<Function> {
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

  private static Function lean(Function full) {
    var meta = full.getMetadata();
    var lean = new Function();
    lean.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(meta.getNamespace())
            .withName(meta.getName())
            .withUid(meta.getUid())
            .withGeneration(meta.getGeneration())
            .withResourceVersion(meta.getResourceVersion())
            .withCreationTimestamp(meta.getCreationTimestamp())
            .build());
    lean.setSpec(lean(full.getSpec()));
    lean.setStatus(full.getStatus() == null ? null : lean(full.getStatus()));
    return lean;
  }

  private static FunctionSpec lean(FunctionSpec spec) {
    FunctionCode.Image image = spec.code().image();
    return new FunctionSpec(
        spec.runtime(),
        spec.handler(),
        new FunctionCode(null, null, null, null, null, null, null, image),
        spec.memorySize(),
        spec.timeout(),
        spec.ephemeralStorage(),
        spec.environment(),
        spec.architectures(),
        null,
        null,
        spec.loggingConfig(),
        spec.reservedConcurrentExecutions());
  }

  private static FunctionStatus lean(FunctionStatus status) {
    return new FunctionStatus(
        status.observedGeneration(),
        null,
        status.state(),
        status.stateReason(),
        status.stateReasonCode(),
        status.lastUpdateStatus(),
        null,
        null,
        status.code(),
        status.image(),
        status.pool());
  }
}
