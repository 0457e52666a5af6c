package dev.hearth.gateway.function;

import java.util.HashMap;
import java.util.Map;

/**
 * Where an alias sends invocations: to a version, and to another one as often as its weight says.
 *
 * @param version a number or {@code $LATEST}
 * @param other a number; counts only where the weight is more than 0
 * @param otherWeight 0-1
 */
public record AliasRoute(String version, String other, double otherWeight) {
  /** All invocations go to one version. */
  public static AliasRoute to(String version) {
    return new AliasRoute(version, version, 0);
  }

  /**
   * The version for one invocation.
   *
   * @param chance evenly from 0 to below 1
   */
  public String pick(double chance) {
    return chance < otherWeight ? other : version;
  }

  /**
   * How many of the sandboxes that are kept for the alias each of its versions has; rounded up, so
   * that both have enough.
   */
  public Map<String, Integer> shares(int executions) {
    var shares = new HashMap<String, Integer>();
    shares.put(version, (int) Math.ceil(executions * (1 - otherWeight)));
    shares.merge(other, (int) Math.ceil(executions * otherWeight), Integer::sum);
    shares.values().removeIf(share -> share == 0);
    return shares;
  }

  /** Whether invocations may go to this version. */
  public boolean leadsTo(String number) {
    return version.equals(number) || (otherWeight > 0 && other.equals(number));
  }
}
