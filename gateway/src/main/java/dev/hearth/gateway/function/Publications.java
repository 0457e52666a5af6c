package dev.hearth.gateway.function;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was published of a function.
 *
 * @param versions that can be invoked, by their numbers
 * @param aliases by name
 * @param wishes for sandboxes that are kept initialised
 * @param lastServed where aliases led, as a gateway has told that knew
 */
public record Publications(
    Map<String, FunctionVersion> versions,
    Map<String, AliasRoute> aliases,
    List<Wish> wishes,
    Map<String, AliasRoute> lastServed) {
  /** Nothing was published. */
  public static final Publications NONE = new Publications(Map.of(), Map.of(), List.of());

  /** The qualifier of the version with the highest number. */
  public static final String LATEST_PUBLISHED = "$LATEST.PUBLISHED";

  public Publications {
    versions = Map.copyOf(versions);
    aliases = Map.copyOf(aliases);
    wishes = List.copyOf(wishes);
    lastServed = Map.copyOf(lastServed);
  }

  /** Of which nobody has told anything. */
  public Publications(
      Map<String, FunctionVersion> versions, Map<String, AliasRoute> aliases, List<Wish> wishes) {
    this(versions, aliases, wishes, Map.of());
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

  /**
   * The same, but aliases lead where they led before, as long as there are those versions, where
   * the new ones are not there yet, or sandboxes are kept and those of the new ones are yet to be
   * made.
   *
   * @param served what invocations see until now; aliases that it lacks led where was told last
   */
  Publications heldAt(Publications served) {
    var routes = new HashMap<>(aliases);
    routes.replaceAll(
        (alias, route) -> {
          AliasRoute before = served.aliases().getOrDefault(alias, lastServed.get(alias));
          boolean early = isWished(alias) || !isThere(route);
          return before != null && early && isThere(before) ? before : route;
        });
    return routes.equals(aliases) ? this : new Publications(versions, routes, wishes, lastServed);
  }

  private boolean isWished(String alias) {
    return wishes.stream().anyMatch(wish -> wish.qualifier().equals(alias));
  }

  /** Whether all versions that a route leads to can be invoked. */
  private boolean isThere(AliasRoute route) {
    return route.shares(1).keySet().stream()
        .allMatch(number -> number.equals(FunctionVersion.LATEST) || versions.containsKey(number));
  }

  /** The same with an alias that leads elsewhere. */
  Publications leading(String alias, AliasRoute route) {
    var routes = new HashMap<>(aliases);
    routes.replace(alias, route);
    return new Publications(versions, routes, wishes, lastServed);
  }

  /** Where invocations with a qualifier of a {@link Wish} go; null where nowhere. */
  public AliasRoute route(String qualifier) {
    return versions.containsKey(qualifier) ? AliasRoute.to(qualifier) : aliases.get(qualifier);
  }
}
