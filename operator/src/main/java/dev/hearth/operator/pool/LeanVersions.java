package dev.hearth.operator.pool;

import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionSpec;
import dev.hearth.crds.PublishedVersionStatus;
import dev.hearth.operator.LeanStore;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * What is kept of each FunctionVersion: which pool it needs and what it came to, and not its code.
 */
public final class LeanVersions {
  private LeanVersions() {}

  /** A store that keeps no more. */
  public static LeanStore<PublishedVersion> store() {
    return new LeanStore<>(LeanVersions::lean);
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
