package dev.hearth.gateway.invocation;

import dev.hearth.gateway.function.FunctionId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of every function in the catalogue; those of others are not kept. */
public final class InvocationMeters {
  private final MeterRegistry registry;
  private final Map<FunctionId, FunctionMeters> byFunction = new ConcurrentHashMap<>();

  public InvocationMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  FunctionMeters of(FunctionId function) {
    FunctionMeters known = byFunction.get(function);
    return known != null
        ? known
        : byFunction.computeIfAbsent(function, f -> new FunctionMeters(registry, f));
  }

  /** Forgets functions that are no longer in the catalogue. */
  public void retain(Set<FunctionId> functions) {
    byFunction
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !functions.contains(entry.getKey());
              if (gone) {
                entry.getValue().remove();
              }
              return gone;
            });
  }
}
