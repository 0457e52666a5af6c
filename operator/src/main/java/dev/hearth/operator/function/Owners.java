package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/** Says that something goes with its function. */
public final class Owners {
  private Owners() {}

  /** The reference with which something is the function's. */
  public static OwnerReference reference(Function function) {
    return new OwnerReferenceBuilder()
        .withApiVersion(function.getApiVersion())
        .withKind(function.getKind())
        .withName(function.getMetadata().getName())
        .withUid(function.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .build();
  }

  /** The function that something goes with. */
  public static Optional<OwnerReference> function(HasMetadata one) {
    return one.getMetadata().getOwnerReferences().stream()
        .filter(owner -> owner.getKind().equals(Function.class.getSimpleName()))
        .findFirst();
  }
}
