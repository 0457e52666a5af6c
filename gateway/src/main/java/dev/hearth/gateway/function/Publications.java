package dev.hearth.gateway.function;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * What was published of a function.
 *
 * @param versions that can be invoked, by their numbers
 * @param aliases by name
 * @param provisioned how many sandboxes are kept initialised, by the number of the version
 */
public record Publications(
    Map<String, FunctionVersion> versions,
    Map<String, AliasRoute> aliases,
    Map<String, Integer> provisioned) {
  /** Nothing was published. */
  public static final Publications NONE = new Publications(Map.of(), Map.of(), Map.of());

  /** The qualifier of the version with the highest number. */
  public static final String LATEST_PUBLISHED = "$LATEST.PUBLISHED";

  public Publications {
    versions = Map.copyOf(versions);
    aliases = Map.copyOf(aliases);
    provisioned = Map.copyOf(provisioned);
  }

  /**
   * The number of the version that a qualifier stands for, or {@code $LATEST}; empty where it
   * stands for nothing. That the version can be invoked is not said.
   *
   * @param chance evenly from 0 to below 1, for aliases of two versions
   */
  public Optional<String> resolve(String qualifier, double chance) {
    if (qualifier.equals(FunctionVersion.LATEST) || versions.containsKey(qualifier)) {
      return Optional.of(qualifier);
    }
    if (qualifier.equals(LATEST_PUBLISHED)) {
      return versions.keySet().stream().max(Comparator.comparingInt(Integer::parseInt));
    }
    return Optional.ofNullable(aliases.get(qualifier)).map(alias -> alias.pick(chance));
  }
}
