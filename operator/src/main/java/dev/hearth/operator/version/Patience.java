package dev.hearth.operator.version;

import dev.hearth.operator.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When to look again at what waits for a function or its code: the longer it has, the later. */
final class Patience {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LAST = Duration.ofSeconds(10);

  private Patience() {}

  /**
   * How long to wait now.
   *
   * @param type of the condition that has not held for so long
   */
  static Duration after(List<Condition> conditions, String type, Instant now) {
    Duration waited =
        Conditions.find(conditions, type)
            .map(c -> Duration.between(Instant.parse(c.getLastTransitionTime()), now))
            .orElse(Duration.ZERO);
    Duration least = waited.compareTo(FIRST) < 0 ? FIRST : waited;
    return least.compareTo(LAST) < 0 ? least : LAST;
  }
}
