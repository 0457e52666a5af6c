package dev.hearth.operator.gateway;

import dev.hearth.operator.gateway.Demand.AccountUse;
import dev.hearth.operator.gateway.Demand.FailedInit;
import dev.hearth.operator.gateway.Demand.MissingArtifact;
import dev.hearth.operator.gateway.Demand.PoolDemand;
import dev.hearth.operator.gateway.Demand.Provisioned;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What all gateways together want, as each said it last. Safe for use by several threads. */
public final class DemandBoard {
  private static final Demand NOTHING = Demand.nothing(0);

  private final Map<String, Demand> byGateway = new HashMap<>();
  private Optional<Set<String>> asked = Optional.empty();

  /** A pool by name. */
  public record PoolKey(String namespace, String name) {}

  /** A function by name. */
  public record FunctionKey(String namespace, String name) {}

  /**
   * What is new in a gateway's word.
   *
   * @param pools whose demand may have changed
   * @param claims UIDs of the pods that were claimed or let go since
   * @param missing code that was not missing before
   * @param functions whose Init fails since, or no longer or otherwise
   * @param accounts in which more or less runs
   * @param provisioned wishes of which more or less has come true
   */
  public record News(
      Set<PoolKey> pools,
      Set<String> claims,
      Set<MissingArtifact> missing,
      Set<FunctionKey> functions,
      Set<String> accounts,
      Set<Provisioned> provisioned) {}

  /** Takes down what a gateway says. */
  public synchronized News said(String gateway, Demand demand) {
    Demand before = Objects.requireNonNullElse(byGateway.put(gateway, demand), NOTHING);
    var missing = new LinkedHashSet<>(demand.missingArtifacts());
    before.missingArtifacts().forEach(missing::remove);
    var pools = new LinkedHashSet<PoolKey>();
    demand.pools().forEach(pool -> pools.add(key(pool)));
    before.pools().forEach(pool -> pools.add(key(pool)));
    Set<FunctionKey> failing =
        changed(before.functions(), demand.functions()).stream()
            .map(failed -> new FunctionKey(failed.namespace(), failed.function()))
            .collect(Collectors.toSet());
    Set<Provisioned> provisioned = changed(before.provisioned(), demand.provisioned());
    demand.provisioned().stream()
        .filter(one -> failing.contains(new FunctionKey(one.namespace(), one.function())))
        .forEach(provisioned::add);
    return new News(
        pools,
        changed(before.claimed(), demand.claimed()),
        missing,
        failing,
        changed(before.accounts(), demand.accounts()).stream()
            .map(AccountUse::namespace)
            .collect(Collectors.toSet()),
        provisioned);
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

  /** Whether there are gateways, and all have answered. */
  public synchronized boolean isKnown() {
    return isComplete() && !byGateway.isEmpty();
  }

  /** How the latest Init of this version of a function failed, as whichever gateway says. */
  public synchronized Optional<FailedInit> failedInit(FunctionKey function, String version) {
    return byGateway.values().stream()
        .flatMap(demand -> demand.functions().stream())
        .filter(failed -> function.equals(new FunctionKey(failed.namespace(), failed.function())))
        .filter(failed -> version.equals(failed.version()))
        .findFirst();
  }

  /** Invocations of a namespace that run now, on all gateways. */
  public synchronized int running(String namespace) {
    return byGateway.values().stream()
        .flatMap(demand -> demand.accounts().stream())
        .filter(use -> namespace.equals(use.namespace()))
        .mapToInt(use -> Math.max(0, use.concurrentExecutions()))
        .sum();
  }

  /** What became of the wish of an Alias, else of a FunctionVersion, with this name. */
  public synchronized Optional<Provisioned> provisioned(
      String namespace, String name, boolean alias) {
    return byGateway.values().stream()
        .flatMap(demand -> demand.provisioned().stream())
        .filter(one -> one.isOfAlias() == alias)
        .filter(one -> namespace.equals(one.namespace()) && name.equals(one.name()))
        .max(Comparator.comparingInt(Provisioned::available));
  }

  private static <T> Set<T> changed(List<T> before, List<T> after) {
    var gone = new HashSet<>(before);
    var changed = new HashSet<>(after);
    changed.removeAll(gone);
    after.forEach(gone::remove);
    changed.addAll(gone);
    return changed;
  }

  private static PoolKey key(PoolDemand demand) {
    return new PoolKey(demand.namespace(), demand.pool());
  }
}
