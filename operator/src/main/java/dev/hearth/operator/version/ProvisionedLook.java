package dev.hearth.operator.version;

import dev.hearth.crds.ProvisionedConcurrency;
import dev.hearth.crds.ProvisionedStatus;
import dev.hearth.crds.ProvisionedStatus.Status;
import dev.hearth.crds.Schedules;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.gateway.Demand.FailedInit;
import dev.hearth.operator.gateway.Demand.Provisioned;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a version or an alias has to say about its provisioned concurrency.
 *
 * @param wish null where it has none
 * @param before what its status said until now, or null
 * @param said by a gateway; until one has spoken, what was said before counts
 * @param failed how the latest Init of a version failed that it leads to
 */
record ProvisionedLook(
    ProvisionedConcurrency wish,
    ProvisionedStatus before,
    Optional<Provisioned> said,
    Optional<FailedInit> failed) {
  static final String READY = "ProvisionedReady";

  private static final String INIT_FAILURE = "FUNCTION_ERROR_INIT_FAILURE";

  /** The numbers; null where there is no wish. */
  ProvisionedStatus status() {
    if (wish == null) {
      return null;
    }
    if (said.isEmpty() && before != null) {
      return before;
    }
    if (said.isEmpty()) {
      int wanted = Objects.requireNonNullElse(wish.executions(), 0);
      return new ProvisionedStatus(wanted, 0, 0, Status.IN_PROGRESS, null);
    }
    Provisioned now = said.get();
    boolean fails = INIT_FAILURE.equals(now.reason());
    boolean moves = now.reason() != null && !now.reason().isEmpty();
    boolean ready = now.available() >= now.requested() && !moves;
    boolean refused = fails || failed.isPresent() || now.allocated() < now.requested();
    Optional<String> reason =
        failed
            .map(_ -> INIT_FAILURE)
            .or(() -> Optional.ofNullable(now.reason()).filter(words -> !words.isEmpty()));
    return new ProvisionedStatus(
        now.requested(),
        now.allocated(),
        now.available(),
        ready ? Status.READY : refused ? Status.FAILED : Status.IN_PROGRESS,
        ready ? null : reason.orElse(null));
  }

  /** Adds the condition, where there is a wish. */
  void tell(Conditions conditions) {
    if (wish == null) {
      return;
    }
    List<String> problems = Schedules.problems(wish);
    if (!problems.isEmpty()) {
      String message = "spec.provisionedConcurrency." + String.join("; ", problems);
      conditions.set(READY, false, "InvalidSchedule", message);
      return;
    }
    ProvisionedStatus status = status();
    switch (status.status()) {
      case READY -> conditions.set(READY, true, "Ready", "");
      case IN_PROGRESS -> conditions.set(READY, false, "InProgress", words(status));
      case FAILED -> conditions.set(READY, false, "Failed", words(status));
    }
  }

  private String words(ProvisionedStatus status) {
    return failed
        .map(one -> one.errorType() + ": " + one.errorMessage())
        .orElse(Objects.requireNonNullElse(status.statusReason(), ""));
  }
}
