package dev.hearth.operator.pool;

import dev.hearth.crds.SandboxPool;
import dev.hearth.crds.SandboxPoolSpec;
import java.util.Map;

/** Tells the numbers that the operator has given a pool from those that a user has. */
public final class PoolNumbers {
  /** Annotation with what the operator wanted last. */
  public static final String ANNOTATION = "hearth.dev/numbers";

  private PoolNumbers() {}

  /** The annotation of a pool that is to have these numbers. */
  public static String of(int spare, int max) {
    return spare + "/" + max;
  }

  /** The pool that is desired, with the numbers that a user has given the one there is. */
  static SandboxPool keepUsers(SandboxPool desired, SandboxPool there) {
    Map<String, String> annotations = there.getMetadata().getAnnotations();
    String ours = annotations == null ? null : annotations.get(ANNOTATION);
    SandboxPoolSpec now = there.getSpec();
    if (ours == null || ours.equals(of(now.spare(), now.max()))) {
      return desired;
    }
    SandboxPoolSpec spec = desired.getSpec();
    var kept = new SandboxPool();
    kept.setMetadata(desired.getMetadata());
    kept.setSpec(
        new SandboxPoolSpec(
            spec.runtime(),
            spec.image(),
            spec.architecture(),
            spec.memoryMb(),
            spec.ephemeralStorageMb(),
            now.spare(),
            now.max()));
    return kept;
  }
}
