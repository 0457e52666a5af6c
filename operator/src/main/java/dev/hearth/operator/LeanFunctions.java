package dev.hearth.operator;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.FunctionStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * What pools and accounts need to know of Functions, so that it costs little to know of many: which
 * pool a function has, what it reserves, and how large its code is.
 */
public final class LeanFunctions {
  private LeanFunctions() {}

  /** A store that keeps no more. */
  public static LeanStore<Function> store() {
    return new LeanStore<>(LeanFunctions::lean);
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
              null,
              null));
    }
    return lean;
  }
}
