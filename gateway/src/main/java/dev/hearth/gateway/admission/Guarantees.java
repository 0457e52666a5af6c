package dev.hearth.gateway.admission;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** Which reservations an account holds: in their order, those that leave enough to the others. */
final class Guarantees {
  static final Comparator<Map.Entry<FunctionId, Reservation>> OLDEST_FIRST =
      Comparator.comparing((Map.Entry<FunctionId, Reservation> e) -> e.getValue().since())
          .thenComparing(e -> e.getKey().toString());

  private final Map<FunctionId, Integer> held = new HashMap<>();
  private final Map<String, Integer> left = new HashMap<>();
  private final Limits limits;
  private final int leftUnreserved;

  /**
   * @param leftUnreserved of each account
   */
  Guarantees(
      Limits limits, Comparator<Map.Entry<FunctionId, Reservation>> order, int leftUnreserved) {
    this.limits = limits;
    this.leftUnreserved = leftUnreserved;
    for (var entry : limits.reserved().entrySet().stream().sorted(order).toList()) {
      int executions = entry.getValue().executions();
      if (executions <= left(entry.getKey().namespace())) {
        held.put(entry.getKey(), executions);
        take(entry.getKey().namespace(), executions);
      }
    }
  }

  /** What a function has for itself alone; 0 where its reservation does not fit. */
  int of(FunctionId function) {
    return held.getOrDefault(function, 0);
  }

  /** Whether a function's reservation is held. */
  boolean holds(FunctionId function) {
    return held.containsKey(function);
  }

  /** What may still be taken of an account; less than 0 where it is small. */
  int left(String namespace) {
    return left.computeIfAbsent(namespace, n -> limits.account(n) - leftUnreserved);
  }

  /** Takes some of what is left. */
  void take(String namespace, int executions) {
    left.put(namespace, left(namespace) - executions);
  }
}
