package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.PoolName;
import dev.hearth.crds.SandboxPool;
import dev.hearth.crds.SandboxPoolSpec;
import dev.hearth.crds.SizeClass;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** The pool that a function's sandboxes come from. */
final class FunctionPool {
  private FunctionPool() {}

  /** The pool that functions of the same runtime and size share; it goes when none is left. */
  static SandboxPool ofRuntime(Function function, int spare, int max) {
    FunctionSpec spec = function.getSpec();
    return pool(function, PoolName.ofRuntime(spec), spec.runtime(), null, spare, max);
  }

  /**
   * The pool of one image function.
   *
   * @param reference under which pods pull the image
   */
  static SandboxPool ofImage(Function function, String reference, int spare, int max) {
    FunctionSpec spec = function.getSpec();
    String name = PoolName.ofImage(function.getMetadata().getName(), spec, reference);
    var image = new SandboxPoolSpec.Image(reference, spec.code().image().pullSecret());
    SandboxPool pool = pool(function, name, null, image, spare, max);
    return owned(pool, function);
  }

  private static SandboxPool pool(
      Function function,
      String name,
      String runtime,
      SandboxPoolSpec.Image image,
      int spare,
      int max) {
    FunctionSpec spec = function.getSpec();
    var pool = new SandboxPool();
    pool.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(function.getMetadata().getNamespace())
            .addToLabels("app.kubernetes.io/managed-by", "hearth")
            .build());
    pool.setSpec(
        new SandboxPoolSpec(
            runtime,
            image,
            spec.architecture(),
            SizeClass.of(spec.memoryMb()),
            spec.storageMb(),
            spare,
            max));
    return pool;
  }

  private static SandboxPool owned(SandboxPool pool, Function function) {
    pool.setMetadata(
        pool.getMetadata()
            .edit()
            .addNewOwnerReference()
            .withApiVersion(function.getApiVersion())
            .withKind(function.getKind())
            .withName(function.getMetadata().getName())
            .withUid(function.getMetadata().getUid())
            .withController(true)
            .withBlockOwnerDeletion(false)
            .endOwnerReference()
            .build());
    return pool;
  }
}
