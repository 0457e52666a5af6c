package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionStatus.Configuration;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionSpec;
import dev.hearth.crds.PublishedVersionStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** Resources without what the gateway does not read: source code, conditions, managed fields. */
final class Lean {
  private Lean() {}

  static Function function(Function full) {
    var lean = new Function();
    lean.setMetadata(lean(full.getMetadata()));
    lean.setSpec(lean(full.getSpec()));
    lean.setStatus(full.getStatus() == null ? null : lean(full.getStatus(), full.getSpec()));
    return lean;
  }

  static PublishedVersion version(PublishedVersion full) {
    PublishedVersionSpec spec = full.getSpec();
    PublishedVersionSpec.Published published = spec.published();
    PublishedVersionStatus status = full.getStatus();
    var lean = new PublishedVersion();
    lean.setMetadata(lean(full.getMetadata()));
    lean.setSpec(
        new PublishedVersionSpec(
            spec.functionName(),
            null,
            spec.provisionedConcurrency(),
            published == null
                ? null
                : new PublishedVersionSpec.Published(
                    published.version(),
                    lean(published.function()),
                    published.code(),
                    published.image())));
    lean.setStatus(
        status == null
            ? null
            : new PublishedVersionStatus(null, null, status.version(), status.pool(), null, null));
    return lean;
  }

  static Alias alias(Alias full) {
    var lean = new Alias();
    lean.setMetadata(lean(full.getMetadata()));
    lean.setSpec(full.getSpec());
    lean.setStatus(
        full.getStatus() == null
            ? null
            : new AliasStatus(null, null, null, null, full.getStatus().served()));
    return lean;
  }

  private static ObjectMeta lean(ObjectMeta meta) {
    return new ObjectMetaBuilder()
        .withNamespace(meta.getNamespace())
        .withName(meta.getName())
        .withUid(meta.getUid())
        .withGeneration(meta.getGeneration())
        .withResourceVersion(meta.getResourceVersion())
        .withCreationTimestamp(meta.getCreationTimestamp())
        .build();
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

  private static FunctionStatus lean(FunctionStatus status, FunctionSpec spec) {
    Configuration configuration = status.configuration();
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
        status.pool(),
        null,
        Configuration.of(spec).equals(configuration) ? null : configuration);
  }
}
