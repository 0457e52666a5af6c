package dev.hearth.operator.pool;

import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionSpec;
import dev.hearth.crds.PublishedVersionStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Keeps of each FunctionVersion which pool it needs and what it came to, and not its code. */
public final class LeanVersions implements ItemStore<PublishedVersion> {
  private final Map<String, PublishedVersion> byKey = new ConcurrentHashMap<>();

  @Override
  public String getKey(PublishedVersion version) {
    ObjectMeta meta = version.getMetadata();
    return Cache.namespaceKeyFunc(meta.getNamespace(), meta.getName());
  }

  @Override
  public PublishedVersion put(String key, PublishedVersion version) {
    return byKey.put(key, lean(version));
  }

  @Override
  public PublishedVersion remove(String key) {
    return byKey.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return byKey.keySet().stream();
  }

  @Override
  public Stream<PublishedVersion> values() {
    return byKey.values().stream();
  }

  @Override
  public PublishedVersion get(String key) {
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

  static PublishedVersion lean(PublishedVersion full) {
    ObjectMeta meta = full.getMetadata();
    var lean = new PublishedVersion();
    lean.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(meta.getNamespace())
            .withName(meta.getName())
            .withUid(meta.getUid())
            .withResourceVersion(meta.getResourceVersion())
            .withOwnerReferences(meta.getOwnerReferences())
            .build());
    var published = full.getSpec().published();
    lean.setSpec(
        new PublishedVersionSpec(
            full.getSpec().functionName(),
            null,
            null,
            published == null
                ? null
                : new PublishedVersionSpec.Published(
                    published.version(), lean(published.function()), null, published.image())));
    PublishedVersionStatus status = full.getStatus();
    lean.setStatus(
        status == null
            ? null
            : new PublishedVersionStatus(null, null, status.version(), status.pool(), null, null));
    return lean;
  }

  private static FunctionSpec lean(FunctionSpec spec) {
    return new FunctionSpec(
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
        null);
  }
}
