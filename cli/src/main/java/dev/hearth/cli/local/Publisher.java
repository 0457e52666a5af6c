package dev.hearth.cli.local;

import dev.hearth.crds.AliasSpec;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.function.Wish;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Publishes what FunctionVersion manifests ask for, once, and has aliases lead where their
 * manifests say. What was published lasts until its manifest goes, and no longer than this process.
 * For one thread.
 */
final class Publisher {
  private final Catalogue catalogue;
  private final Announcer announcer;
  private final Map<String, Published> published = new LinkedHashMap<>();
  private final Map<FunctionId, Integer> lastNumbers = new HashMap<>();
  private Set<String> complaints = new HashSet<>();

  /**
   * What a manifest came to.
   *
   * @param from the revision of the function that was published
   */
  private record Published(FunctionId function, int number, String from, FunctionVersion version) {}

  Publisher(Catalogue catalogue, Announcer announcer) {
    this.catalogue = catalogue;
    this.announcer = announcer;
  }

  /**
   * Brings the catalogue to what is declared.
   *
   * @param settled whether a function is as its files are
   */
  void look(List<Declared> declared, Predicate<String> settled) {
    Set<String> before = complaints;
    complaints = new HashSet<>();
    Map<FunctionId, Map<String, AliasRoute>> aliases = aliases(declared);
    drop(declared, aliases);
    unpublished(declared).forEach(version -> publish(version, settled));
    checkAliases(aliases, unpublished(declared).map(Publisher::function).toList());
    declared.forEach(this::checkProvisioning);
    announce(aliases, DeclaredProvisioning.of(declared, this::number));
    complaints.stream().filter(words -> !before.contains(words)).forEach(announcer::troubles);
  }

  private Stream<Declared.Version> unpublished(List<Declared> declared) {
    return declared.stream()
        .filter(Declared.Version.class::isInstance)
        .map(Declared.Version.class::cast)
        .filter(version -> !published.containsKey(key(version)));
  }

  private void publish(Declared.Version declared, Predicate<String> settled) {
    FunctionId function = function(declared);
    String name = declared.manifest().name();
    if (declared.manifest().spec().published() != null) {
      complain(
          declared.file(),
          name + ": spec.published is for clusters; here a version is what the function is");
    } else if (catalogue.find(function).isEmpty()) {
      complain(declared.file(), name + ": there is no function " + function.name() + " to publish");
    } else if (settled.test(function.name())
        && catalogue.find(function).get() instanceof Entry.Ready(FunctionVersion latest)) {
      int last = lastNumbers.getOrDefault(function, 0);
      Published same =
          published.values().stream()
              .filter(p -> p.function().equals(function) && p.number() == last)
              .filter(p -> p.from().equals(latest.revision()))
              .findFirst()
              .orElse(null);
      int number = same == null ? last + 1 : last;
      lastNumbers.put(function, number);
      FunctionVersion version = latest.publishedAs(Integer.toString(number));
      published.put(key(declared), new Published(function, number, latest.revision(), version));
      announcer.published(function.name(), number, same == null);
    }
  }

  /** A version goes with its manifest, unless an alias leads to it. */
  private void drop(List<Declared> declared, Map<FunctionId, Map<String, AliasRoute>> aliases) {
    var kept = new HashSet<String>();
    for (Declared one : declared) {
      if (one instanceof Declared.Version version) {
        kept.add(key(version));
      }
    }
    published
        .entrySet()
        .removeIf(
            entry -> {
              Published gone = entry.getValue();
              if (kept.contains(entry.getKey()) && catalogue.find(gone.function()).isPresent()) {
                return false;
              }
              String number = Integer.toString(gone.number());
              boolean used =
                  catalogue.find(gone.function()).isPresent()
                      && aliases.getOrDefault(gone.function(), Map.of()).values().stream()
                          .anyMatch(route -> route.leadsTo(number));
              if (used) {
                complaints.add(
                    "version "
                        + number
                        + " of "
                        + gone.function().name()
                        + " stays: an alias leads to it");
              }
              return !used;
            });
  }

  private Map<FunctionId, Map<String, AliasRoute>> aliases(List<Declared> declared) {
    var aliases = new HashMap<FunctionId, Map<String, AliasRoute>>();
    for (Declared one : declared) {
      if (one instanceof Declared.Alias alias) {
        AliasSpec spec = alias.manifest().spec();
        var ofFunction =
            aliases.computeIfAbsent(id(spec.functionName()), _ -> new LinkedHashMap<>());
        if (ofFunction.putIfAbsent(spec.name(), route(spec)) != null) {
          complain(
              alias.file(),
              alias.manifest().name()
                  + ": "
                  + spec.functionName()
                  + " has an alias "
                  + spec.name()
                  + " already");
        }
      }
    }
    return aliases;
  }

  private static AliasRoute route(AliasSpec spec) {
    var weights =
        spec.routingConfig() == null ? null : spec.routingConfig().additionalVersionWeights();
    return weights == null || weights.isEmpty()
        ? AliasRoute.to(spec.functionVersion())
        : weights.entrySet().stream()
            .map(other -> new AliasRoute(spec.functionVersion(), other.getKey(), other.getValue()))
            .findFirst()
            .orElseThrow();
  }

  /** What an alias leads to may be what is published next, so that is waited for. */
  private void checkAliases(
      Map<FunctionId, Map<String, AliasRoute>> aliases, List<FunctionId> publishing) {
    aliases.forEach(
        (function, routes) ->
            routes.forEach(
                (name, route) ->
                    Stream.of(route.version(), route.other())
                        .filter(version -> !version.equals(FunctionVersion.LATEST))
                        .filter(route::leadsTo)
                        .filter(version -> !publishing.contains(function))
                        .filter(version -> !versions(function).containsKey(version))
                        .map(version -> missing(function, name, version))
                        .forEach(complaints::add)));
  }

  private static String missing(FunctionId function, String alias, String version) {
    return "alias %s of %s leads to version %s, which is not there"
        .formatted(alias, function.name(), version);
  }

  private Map<String, FunctionVersion> versions(FunctionId function) {
    var versions = new HashMap<String, FunctionVersion>();
    for (Published one : published.values()) {
      if (one.function().equals(function)) {
        versions.put(one.version().version(), one.version());
      }
    }
    return versions;
  }

  private void checkProvisioning(Declared declared) {
    DeclaredProvisioning.problems(declared)
        .forEach(
            problem ->
                complain(
                    declared.file(),
                    declared.key()
                        + ": spec.provisionedConcurrency."
                        + problem
                        + "; not followed"));
  }

  private String number(Declared.Version declared) {
    Published known = published.get(key(declared));
    return known == null ? null : known.version().version();
  }

  private void announce(
      Map<FunctionId, Map<String, AliasRoute>> aliases, Map<FunctionId, List<Wish>> wishes) {
    var functions = new HashSet<>(aliases.keySet());
    published.values().forEach(one -> functions.add(one.function()));
    var now = new HashMap<FunctionId, Publications>();
    for (FunctionId function : functions) {
      now.put(
          function,
          new Publications(
              versions(function),
              aliases.getOrDefault(function, Map.of()),
              wishes.getOrDefault(function, List.of())));
    }
    if (!now.equals(catalogue.publications())) {
      catalogue.publish(_ -> now);
    }
  }

  private void complain(Path file, String words) {
    complaints.add(file.getFileName() + ": " + words);
  }

  /** Another function's version is another one, whatever it is called. */
  private static String key(Declared.Version version) {
    return version.manifest().name() + " " + version.manifest().spec().functionName();
  }

  private static FunctionId function(Declared.Version version) {
    return id(version.manifest().spec().functionName());
  }

  private static FunctionId id(String function) {
    return new FunctionId(Accounts.LOCAL_NAMESPACE, function);
  }
}
