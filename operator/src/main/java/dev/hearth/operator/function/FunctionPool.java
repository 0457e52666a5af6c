package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.PoolName;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.SandboxPool;
import dev.hearth.crds.SandboxPoolSpec;
import dev.hearth.crds.SizeClass;
import dev.hearth.operator.image.ImageReader;
import dev.hearth.operator.pool.PoolNumbers;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;

/** The pool that a function's sandboxes come from, or those of a version of it. */
public final class FunctionPool {
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

  /** The pool of a version, which may be another one than its function has now. */
  public static SandboxPool ofVersion(PublishedVersion version, int spare, int max) {
    Function frozen = frozen(version);
    return frozen.getSpec().code().image() == null
        ? ofRuntime(frozen, spare, max)
        : ofImage(frozen, reference(version), spare, max);
  }

  /** The pools of an image function that a version of it needs, with their namespace. */
  static List<String> ofImageVersion(PublishedVersion version) {
    var published = version.getSpec().published();
    if (published == null || published.function().code().image() == null) {
      return List.of();
    }
    String function = version.getSpec().functionName();
    String pool = PoolName.ofImage(function, published.function(), reference(version));
    return List.of(version.getMetadata().getNamespace() + "/" + pool);
  }

  private static String reference(PublishedVersion version) {
    var published = version.getSpec().published();
    String uri = published.function().code().image().uri();
    String digest = published.image() == null ? null : published.image().digest();
    return digest == null ? uri : ImageReader.pinned(uri, digest);
  }

  /** The function as it was published. */
  private static Function frozen(PublishedVersion version) {
    var frozen = new Function();
    frozen.setMetadata(
        new ObjectMetaBuilder()
            .withName(version.getSpec().functionName())
            .withNamespace(version.getMetadata().getNamespace())
            .withUid(Owners.function(version).map(OwnerReference::getUid).orElse(""))
            .build());
    frozen.setSpec(version.getSpec().published().function());
    return frozen;
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
            .addToAnnotations(PoolNumbers.ANNOTATION, PoolNumbers.of(spare, max))
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
        pool.getMetadata().edit().addToOwnerReferences(Owners.reference(function)).build());
    return pool;
  }
}
