package dev.hearth.operator.gateway;

import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.Demand.PoolDemand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all gateways together want, as each said it last. Safe for use by several threads. */
public final class DemandBoard {
  private final Map<String, Demand> byGateway = new HashMap<>();
  private Optional<Set<String>> asked = Optional.empty();

  /** A pool by name. */
  public record PoolKey(String namespace, String name) {}

  /**
   * What is new in a gateway's word.
   *
   * @param pools whose demand may have changed
   * @param claims UIDs of the pods that were claimed or let go since
   * @param missing code that was not missing before
   */
  public record News(Set<PoolKey> pools, Set<String> claims, Set<MissingArtifact> missing) {}

  /** Takes down what a gateway says. */
  public synchronized News said(String gateway, Demand demand) {
    Demand before = byGateway.put(gateway, demand);
    List<MissingArtifact> known = before == null ? List.of() : before.missingArtifacts();
    var missing = new LinkedHashSet<>(demand.missingArtifacts());
    known.forEach(missing::remove);
    var pools = new LinkedHashSet<PoolKey>();
    demand.pools().forEach(pool -> pools.add(key(pool)));
    if (before != null) {
      before.pools().forEach(pool -> pools.add(key(pool)));
    }
    return new News(pools, changed(claims(before), claims(demand)), missing);
  }

  /** These are asked from now on; forgets what others have said. */
  public synchronized void asks(Set<String> gateways) {
    asked = Optional.of(Set.copyOf(gateways));
    byGateway.keySet().retainAll(gateways);
  }

  /** Whether all that are asked have answered, so that nothing they have is taken for a spare. */
  public synchronized boolean isComplete() {
    return asked.isPresent() && byGateway.keySet().containsAll(asked.get());
  }

  /** Invocations that wait for a sandbox of this pool. */
  public synchronized int waiting(PoolKey pool) {
    return byGateway.values().stream()
        .flatMap(demand -> demand.pools().stream())
        .filter(demand -> key(demand).equals(pool))
        .mapToInt(demand -> Math.max(0, demand.waiting()))
        .sum();
  }

  /** UIDs of all pods that functions have. */
  public synchronized Set<String> claimed() {
    var claimed = new HashSet<String>();
    byGateway.values().forEach(demand -> claimed.addAll(demand.claimed()));
    return claimed;
  }

  private static Set<String> claims(Demand demand) {
    return demand == null ? Set.of() : new HashSet<>(demand.claimed());
  }

  private static Set<String> changed(Set<String> before, Set<String> after) {
    var changed = new HashSet<>(before);
    changed.removeAll(after);
    after.stream().filter(uid -> !before.contains(uid)).forEach(changed::add);
    return changed;
  }

  private static PoolKey key(PoolDemand demand) {
    return new PoolKey(demand.namespace(), demand.pool());
  }
}
