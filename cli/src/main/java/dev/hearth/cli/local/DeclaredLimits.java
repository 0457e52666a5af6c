package dev.hearth.cli.local;

import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What manifests say about how much may run at one time. */
final class DeclaredLimits {
  private DeclaredLimits() {}

  /**
   * The limits from now on.
   *
   * @param before what a function keeps while its manifest is broken
   */
  static Limits of(List<Declared> declared, Limits before) {
    var reserved = new HashMap<FunctionId, Reservation>();
    for (Declared one : declared) {
      var id = new FunctionId(Accounts.LOCAL_NAMESPACE, one.name());
      Reservation reservation =
          switch (one) {
            case Declared.Good good ->
                reservation(good.manifest().spec().reservedConcurrentExecutions());
            case Declared.Bad _ -> before.reserved().get(id);
          };
      if (reservation != null) {
        reserved.put(id, reservation);
      }
    }
    return new Limits(Map.of(), reserved);
  }

  /** Files have no age that counts: where not all fits, it goes by name. */
  private static Reservation reservation(Integer executions) {
    return executions == null ? null : new Reservation(executions, Instant.EPOCH);
  }
}
