package dev.hearth.operator.version;

import dev.hearth.crds.Function;
import dev.hearth.crds.Labels;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionSpec.Published;
import dev.hearth.operator.function.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what is published; each write fails where the object has changed since it was read. */
final class VersionWrites {
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("hearth-versions")
          .build();

  private final KubernetesClient kubernetes;

  VersionWrites(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  /** The function as it is at this moment, unless it is being deleted. */
  Optional<Function> function(HasMetadata one, String name) {
    return Optional.ofNullable(
            kubernetes
                .resources(Function.class)
                .inNamespace(one.getMetadata().getNamespace())
                .withName(name)
                .get())
        .filter(function -> function.getMetadata().getDeletionTimestamp() == null);
  }

  /** Takes down that the number was given. */
  void give(Function function, int number) {
    var patch = Map.of("metadata", version(function), "status", Map.of("lastVersion", number));
    kubernetes.resource(function).subresource("status").patch(MERGE, Serialization.asJson(patch));
  }

  /** Writes down for good what was published. */
  PublishedVersion freeze(PublishedVersion version, Function function, Published published) {
    var patch =
        Map.of("metadata", owned(version, function), "spec", Map.of("published", published));
    return kubernetes.resource(version).patch(MERGE, Serialization.asJson(patch));
  }

  /** Has it go with its function. */
  <T extends HasMetadata> void own(T one, Function function) {
    if (Owners.function(one).isEmpty()) {
      var patch = Map.of("metadata", owned(one, function));
      kubernetes.resource(one).patch(MERGE, Serialization.asJson(patch));
    }
  }

  private static Map<String, Object> version(HasMetadata one) {
    return Map.of("resourceVersion", one.getMetadata().getResourceVersion());
  }

  private static Map<String, Object> owned(HasMetadata one, Function function) {
    var owners = new ArrayList<OwnerReference>(one.getMetadata().getOwnerReferences());
    if (Owners.function(one).isEmpty()) {
      owners.add(
          new OwnerReferenceBuilder(Owners.reference(function)).withController(false).build());
    }
    return Map.of(
        "resourceVersion",
        one.getMetadata().getResourceVersion(),
        "labels",
        Map.of(Labels.FUNCTION, Labels.value(function.getMetadata().getName())),
        "ownerReferences",
        List.copyOf(owners));
  }
}
