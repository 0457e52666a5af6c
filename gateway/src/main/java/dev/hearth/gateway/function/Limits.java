package dev.hearth.gateway.function;

import java.time.Instant;
import java.util.Map;

/**
 * How many invocations may run at one time.
 *
 * @param accounts limits of the namespaces that have one of their own
 * @param reserved of the functions that have some
 */
public record Limits(Map<String, Integer> accounts, Map<FunctionId, Reservation> reserved) {
  /** What an account has that says nothing else. */
  public static final int DEFAULT_ACCOUNT = 1_000;

  /** Nobody has limits of their own. */
  public static final Limits NONE = new Limits(Map.of(), Map.of());

  /**
   * Concurrency that a function may have and others cannot take.
   *
   * @param executions 0 or more; 0 refuses every invocation
   * @param since where an account cannot hold all reservations, it holds the older ones
   */
  public record Reservation(int executions, Instant since) {}

  public Limits {
    accounts = Map.copyOf(accounts);
    reserved = Map.copyOf(reserved);
  }

  /** The limit of a namespace. */
  public int account(String namespace) {
    return accounts.getOrDefault(namespace, DEFAULT_ACCOUNT);
  }
}
