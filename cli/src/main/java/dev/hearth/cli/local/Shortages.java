package dev.hearth.cli.local;

import dev.hearth.gateway.provisioning.Standing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Says, once for each, which sandboxes that are to be kept there is no room for, or cannot be. */
final class Shortages {
  private final Consumer<String> out;
  private Set<String> known = Set.of();

  Shortages(Consumer<String> out) {
    this.out = out;
  }

  /** Looks at what has become of every wish. */
  void look(List<Standing> standings) {
    var now = new HashSet<String>();
    for (Standing standing : standings) {
      if (standing.initFails()) {
        now.add(
            "%s:%s has provisioned concurrency that cannot be initialised: its Init fails"
                .formatted(standing.function().name(), standing.qualifier()));
      } else if (standing.allocated() < standing.requested()) {
        now.add(
            "%s:%s has provisioned concurrency of %d, not %d: %s"
                .formatted(
                    standing.function().name(),
                    standing.qualifier(),
                    standing.allocated(),
                    standing.requested(),
                    standing.reason()));
      }
    }
    now.stream().filter(words -> !known.contains(words)).sorted().forEach(out);
    known = now;
  }
}
