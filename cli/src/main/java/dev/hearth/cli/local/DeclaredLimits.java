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
    var accounts = new HashMap<String, Integer>();
    var reserved = new HashMap<FunctionId, Reservation>();
    for (Declared one : declared) {
      switch (one) {
        case Declared.Good good ->
            reserve(
                reserved,
                good.name(),
                reservation(good.manifest().spec().reservedConcurrentExecutions()));
        case Declared.Bad bad ->
            reserve(reserved, bad.name(), before.reserved().get(id(bad.name())));
        case Declared.Account account ->
            accounts.put(
                Accounts.LOCAL_NAMESPACE, account.manifest().spec().concurrentExecutions());
        case Declared.Version _, Declared.Alias _ -> {}
      }
    }
    return new Limits(accounts, reserved);
  }

  private static void reserve(
      Map<FunctionId, Reservation> reserved, String function, Reservation reservation) {
    if (reservation != null) {
      reserved.put(id(function), reservation);
    }
  }

  /** Files have no age that counts: where not all fits, it goes by name. */
  private static Reservation reservation(Integer executions) {
    return executions == null ? null : new Reservation(executions, Instant.EPOCH);
  }

  private static FunctionId id(String function) {
    return new FunctionId(Accounts.LOCAL_NAMESPACE, function);
  }
}
