package dev.hearth.gateway.invocation;

import dev.hearth.gateway.admission.Permits;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxPools;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The meters of every function in the catalogue and of its account; others are not kept. */
public final class InvocationMeters {
  private final MeterRegistry registry;
  private final Permits permits;
  private final Map<FunctionId, FunctionMeters> byFunction = new ConcurrentHashMap<>();
  private final Map<String, AccountMeters> byAccount = new ConcurrentHashMap<>();
  private final Map<FunctionVersion, ProvisionedMeters> byVersion = new ConcurrentHashMap<>();

  public InvocationMeters(MeterRegistry registry, Permits permits) {
    this.registry = registry;
    this.permits = permits;
  }

  FunctionMeters of(FunctionId function) {
    FunctionMeters known = byFunction.get(function);
    return known != null
        ? known
        : byFunction.computeIfAbsent(function, f -> new FunctionMeters(registry, f));
  }

  /**
   * Forgets functions that are no longer in the catalogue, and knows the accounts of the others.
   */
  public void retain(Set<FunctionId> functions) {
    Set<String> accounts =
        functions.stream().map(FunctionId::namespace).collect(Collectors.toSet());
    retain(byFunction, functions, FunctionMeters::remove);
    retain(byAccount, accounts, AccountMeters::remove);
    for (String account : accounts) {
      byAccount.computeIfAbsent(account, a -> new AccountMeters(registry, permits, a));
    }
  }

  /** Follows the kept sandboxes of these versions, and of no others. */
  public void watch(Set<FunctionVersion> provisioned, SandboxPools pools) {
    retain(byVersion, provisioned, ProvisionedMeters::remove);
    for (FunctionVersion version : provisioned) {
      byVersion.computeIfAbsent(version, v -> new ProvisionedMeters(registry, pools, v));
    }
  }

  private static <K, V> void retain(Map<K, V> all, Set<K> kept, Consumer<V> remove) {
    all.entrySet()
        .removeIf(
            entry -> {
              boolean gone = !kept.contains(entry.getKey());
              if (gone) {
                remove.accept(entry.getValue());
              }
              return gone;
            });
  }
}
