package dev.hearth.operator.version;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionSpec.Published;
import dev.hearth.operator.version.VersionStanding.Waits;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Publishes a function under its next number. The number is written to the function's status before
 * it is used, against the very state that was read, so none is given twice, whoever leads; an
 * operator that ends in between leaves a gap.
 */
final class PublishPhase {
  private static final int TURNS = 64;

  private final KubernetesClient kubernetes;
  private final VersionWrites writes;
  private final List<Object> turns = Stream.generate(Object::new).limit(TURNS).toList();

  PublishPhase(KubernetesClient kubernetes, VersionWrites writes) {
    this.kubernetes = kubernetes;
    this.writes = writes;
  }

  /**
   * What a version that has published nothing yet comes to.
   *
   * @param others versions of its function, as far as they are known
   */
  VersionStanding publish(PublishedVersion version, List<PublishedVersion> others) {
    // Two that are made at once must see each other, lest the same function gets two numbers.
    synchronized (turn(version)) {
      Optional<Function> function = writes.function(version, version.getSpec().functionName());
      if (function.isEmpty()) {
        return Publishing.notFound(version.getSpec().functionName());
      }
      Optional<Waits> obstacle = Publishing.obstacle(function.get());
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
      int last = Math.max(given(function.get()), highest(others));
      Optional<Published> newest = last == 0 ? Optional.empty() : newest(version, others, last);
      if (newest.filter(p -> Publishing.isUnchanged(p, function.get())).isPresent()) {
        return new VersionStanding.Unchanged(last);
      }
      writes.give(function.get(), last + 1);
      Published published = Publishing.freeze(function.get(), last + 1);
      return new VersionStanding.Published(writes.freeze(version, function.get(), published));
    }
  }

  /**
   * Takes in what says by itself what was published, as backups do.
   *
   * @return why it cannot be; empty where all is well
   */
  Optional<Waits> admit(PublishedVersion version, List<PublishedVersion> others) {
    synchronized (turn(version)) {
      Optional<Function> function = writes.function(version, version.getSpec().functionName());
      if (function.isEmpty()) {
        return Optional.of(Publishing.notFound(version.getSpec().functionName()));
      }
      int number = version.getSpec().published().version();
      Optional<PublishedVersion> elder =
          others.stream()
              .filter(other -> number(other) == number && isElder(other, version))
              .findFirst();
      if (elder.isPresent()) {
        String message =
            "version %d is FunctionVersion %s already"
                .formatted(number, elder.get().getMetadata().getName());
        return Optional.of(new Waits(Publishing.CONFLICT, message));
      }
      if (given(function.get()) < number) {
        writes.give(function.get(), number);
      }
      writes.own(version, function.get());
      return Optional.empty();
    }
  }

  /** Its status may not be known yet, so it is looked for among all where it was not seen. */
  private Optional<Published> newest(
      PublishedVersion version, List<PublishedVersion> others, int number) {
    return find(others, number)
        .or(
            () ->
                find(
                    kubernetes
                        .resources(PublishedVersion.class)
                        .inNamespace(version.getMetadata().getNamespace())
                        .list()
                        .getItems()
                        .stream()
                        .filter(one -> VersionSources.isOfFunctionOf(one, version))
                        .toList(),
                    number));
  }

  private static Optional<Published> find(List<PublishedVersion> versions, int number) {
    return versions.stream()
        .filter(one -> number(one) == number)
        .min(Comparator.comparing(PublishPhase::age))
        .map(one -> one.getSpec().published());
  }

  private static int highest(List<PublishedVersion> versions) {
    return versions.stream().mapToInt(PublishPhase::number).max().orElse(0);
  }

  private static int number(PublishedVersion version) {
    Published published = version.getSpec().published();
    return published == null ? 0 : published.version();
  }

  private static int given(Function function) {
    FunctionStatus status = function.getStatus();
    return status == null || status.lastVersion() == null ? 0 : status.lastVersion();
  }

  private static boolean isElder(PublishedVersion one, PublishedVersion other) {
    return !one.getMetadata().getName().equals(other.getMetadata().getName())
        && age(one).compareTo(age(other)) < 0;
  }

  private static String age(PublishedVersion version) {
    return version.getMetadata().getCreationTimestamp() + " " + version.getMetadata().getName();
  }

  private Object turn(PublishedVersion version) {
    int hash =
        (version.getMetadata().getNamespace() + "/" + version.getSpec().functionName()).hashCode();
    return turns.get(Math.floorMod(hash, TURNS));
  }
}
