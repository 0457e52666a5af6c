package dev.hearth.operator.version;

import dev.hearth.crds.Labels;
import dev.hearth.crds.PublishedVersionStatus;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.pool.PoolStatuses;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Optional;

/** The status of a version. It has a number and a pool from when it can first be invoked. */
final class VersionStatuses {
  static final String READY = "Ready";
  static final String CODE_READY = "CodeReady";

  private VersionStatuses() {}

  static PublishedVersionStatus of(VersionLook look, Instant now) {
    return switch (look.standing()) {
      case VersionStanding.Waits(String reason, String message) ->
          status(look, conditions(look, now).set(READY, false, reason, message), null);
      case VersionStanding.Unchanged(int number) ->
          status(look, conditions(look, now).set(READY, true, "Unchanged", same(number)), number);
      case VersionStanding.Published(var version) ->
          published(look, now, version.getSpec().published().version());
      case VersionStanding.WithoutCode(var _, String reason, String message) -> {
        Conditions conditions =
            conditions(look, now)
                .set(CODE_READY, false, reason, message)
                .set(READY, false, reason, message);
        var before = look.version().getStatus();
        yield status(look, conditions, before == null ? null : before.version());
      }
    };
  }

  private static String same(int number) {
    return "nothing has changed since version " + number;
  }

  /** A pool that only starts is no obstacle: an invocation waits for it. */
  private static PublishedVersionStatus published(VersionLook look, Instant now, int number) {
    Optional<Condition> broken =
        look.pool()
            .flatMap(
                pool ->
                    pool.getStatus() == null
                        ? Optional.empty()
                        : Conditions.find(pool.getStatus().conditions(), PoolStatuses.READY))
            .filter(c -> "False".equals(c.getStatus()))
            .filter(c -> !"Starting".equals(c.getReason()));
    Conditions conditions =
        conditions(look, now)
            .set(CODE_READY, true, "Resolved", "")
            .set(
                PoolStatuses.READY,
                broken.isEmpty(),
                broken.map(Condition::getReason).orElse("Available"),
                broken.map(Condition::getMessage).orElse(""))
            .set(
                READY,
                broken.isEmpty(),
                broken.map(Condition::getReason).orElse("Published"),
                broken.map(Condition::getMessage).orElse(""));
    return status(look, conditions, number);
  }

  private static Conditions conditions(VersionLook look, Instant now) {
    var status = look.version().getStatus();
    long generation = look.version().getMetadata().getGeneration();
    return new Conditions(status == null ? null : status.conditions(), generation, now);
  }

  private static PublishedVersionStatus status(
      VersionLook look, Conditions conditions, Integer number) {
    var before = look.version().getStatus();
    String pool = before == null ? null : before.pool();
    look.provisioned().tell(conditions);
    return new PublishedVersionStatus(
        look.version().getMetadata().getGeneration(),
        conditions.list(),
        number,
        look.pool().map(p -> p.getMetadata().getName()).orElse(pool),
        look.provisioned().status(),
        number == null ? null : selector(look.version().getSpec().functionName(), number));
  }

  static String selector(String function, int number) {
    return "%s=%s,%s=%d".formatted(Labels.FUNCTION, Labels.value(function), Labels.VERSION, number);
  }
}
