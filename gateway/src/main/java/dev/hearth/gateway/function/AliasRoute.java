package dev.hearth.gateway.function;

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

  /** Whether invocations may go to this version. */
  public boolean leadsTo(String number) {
    return version.equals(number) || (otherWeight > 0 && other.equals(number));
  }
}
