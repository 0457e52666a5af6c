package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionStatus.LastUpdateStatus;
import dev.hearth.crds.FunctionStatus.State;
import dev.hearth.crds.ProvisionedConcurrency;
import dev.hearth.crds.PublishedVersion;
import dev.hearth.crds.PublishedVersionSpec.Published;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Publications;
import dev.hearth.gateway.function.Wish;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the FunctionVersions and Aliases of a function mean for its invocations. A version can be
 * invoked from when the operator has said which pool its sandboxes come from; an alias may lead to
 * one that is not there yet.
 */
final class PublicationEntries {
  private static final long FROZEN = 1;

  private PublicationEntries() {}

  /**
   * What was published of a function.
   *
   * @param runtimes by name; null where there is none
   */
  static Publications of(
      FunctionId function,
      List<PublishedVersion> declared,
      List<Alias> names,
      Function<String, FunctionRuntimeSpec> runtimes) {
    var versions = new HashMap<String, FunctionVersion>();
    for (PublishedVersion one : declared) {
      version(function, one, runtimes)
          .ifPresent(version -> versions.put(version.version(), version));
    }
    var aliases = new LinkedHashMap<String, AliasRoute>();
    var lastServed = new HashMap<String, AliasRoute>();
    var wishes = new ArrayList<Wish>();
    for (PublishedVersion one : declared) {
      if (one.getStatus() != null && one.getStatus().version() != null) {
        String number = Integer.toString(one.getStatus().version());
        wish(one.getMetadata(), number, one.getSpec().provisionedConcurrency())
            .ifPresent(wishes::add);
      }
    }
    for (Alias alias :
        names.stream().sorted(Comparator.comparing(PublicationEntries::age)).toList()) {
      AliasSpec spec = alias.getSpec();
      AliasRoute route = route(spec.functionVersion(), spec.routingConfig());
      if (aliases.putIfAbsent(spec.name(), route) == null) {
        lastServed(alias).ifPresent(before -> lastServed.put(spec.name(), before));
        wish(alias.getMetadata(), spec.name(), spec.provisionedConcurrency())
            .ifPresent(wishes::add);
      }
    }
    return new Publications(versions, aliases, wishes, lastServed);
  }

  private static Optional<FunctionVersion> version(
      FunctionId function,
      PublishedVersion declared,
      Function<String, FunctionRuntimeSpec> runtimes) {
    Published published = declared.getSpec().published();
    boolean served = declared.getStatus() != null && declared.getStatus().pool() != null;
    if (published == null || !served) {
      return Optional.empty();
    }
    var status =
        new FunctionStatus(
            FROZEN,
            null,
            State.Active,
            null,
            null,
            LastUpdateStatus.Successful,
            null,
            null,
            published.code(),
            published.image(),
            declared.getStatus().pool(),
            null,
            null);
    var frozen = new FunctionEntries.Declared(function, FROZEN, published.function(), status);
    return switch (FunctionEntries.of(frozen, runtimes, null)) {
      case Entry.Ready(FunctionVersion version) ->
          Optional.of(version.publishedAs(Integer.toString(published.version())));
      case Entry.Pending _, Entry.Failed _ -> Optional.empty();
    };
  }

  private static Optional<AliasRoute> lastServed(Alias alias) {
    return Optional.ofNullable(alias.getStatus())
        .map(AliasStatus::served)
        .map(served -> route(served.functionVersion(), served.routingConfig()));
  }

  private static AliasRoute route(String version, AliasSpec.RoutingConfig routing) {
    Map<String, Double> weights = routing == null ? null : routing.additionalVersionWeights();
    return weights == null || weights.isEmpty()
        ? AliasRoute.to(version)
        : weights.entrySet().stream()
            .map(other -> new AliasRoute(version, other.getKey(), other.getValue()))
            .findFirst()
            .orElseThrow();
  }

  private static Optional<Wish> wish(
      ObjectMeta object, String qualifier, ProvisionedConcurrency spec) {
    String made = object.getCreationTimestamp();
    Instant since = made == null ? Instant.EPOCH : Instant.parse(made);
    return Optional.ofNullable(spec)
        .map(wished -> new Wish(object.getName(), qualifier, wished, since));
  }

  /** Of two aliases with one name the older counts. */
  private static String age(Alias alias) {
    return alias.getMetadata().getCreationTimestamp() + " " + alias.getMetadata().getName();
  }
}
