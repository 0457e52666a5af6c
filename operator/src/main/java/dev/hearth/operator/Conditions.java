package dev.hearth.operator;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a status's conditions anew; one that stays as it is keeps the time it has had. */
public final class Conditions {
  private static final String TRUE = "True";

  private final List<Condition> before;
  private final long generation;
  private final Instant now;
  private final List<Condition> after = new ArrayList<>();

  public Conditions(List<Condition> before, long generation, Instant now) {
    this.before = before == null ? List.of() : before;
    this.generation = generation;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Adds one. */
  public Conditions set(String type, boolean holds, String reason, String message) {
    String status = holds ? TRUE : "False";
    String since =
        find(before, type)
            .filter(old -> status.equals(old.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElse(now.toString());
    after.add(
        new ConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .withObservedGeneration(generation)
            .withLastTransitionTime(since)
            .build());
    return this;
  }

  /** Keeps one as it was, if there was one. */
  public Conditions keep(String type) {
    find(before, type).ifPresent(after::add);
    return this;
  }

  public List<Condition> list() {
    return List.copyOf(after);
  }

  /** The one of this type. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(c -> c.getType().equals(type)).findFirst();
  }

  /** Whether the one of this type is there and holds. */
  public static boolean holds(List<Condition> conditions, String type) {
    return find(conditions, type).filter(c -> TRUE.equals(c.getStatus())).isPresent();
  }
}
