package dev.hearth.cli.local;

import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.ProvisionedConcurrency;
import dev.hearth.crds.PublishedVersionSpec;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How many sandboxes manifests want kept initialised, all wishes together. */
final class DeclaredProvisioning {
  private final Map<FunctionId, Map<String, Integer>> wanted = new HashMap<>();

  private DeclaredProvisioning() {}

  /**
   * By function and number of the version.
   *
   * @param number that a manifest was published under; null before it was
   */
  static Map<FunctionId, Map<String, Integer>> of(
      List<Declared> declared,
      Map<FunctionId, Map<String, AliasRoute>> aliases,
      Function<Declared.Version, String> number) {
    var provisioning = new DeclaredProvisioning();
    for (Declared one : declared) {
      switch (one) {
        case Declared.Version version when number.apply(version) != null -> {
          PublishedVersionSpec spec = version.manifest().spec();
          AliasRoute route = AliasRoute.to(number.apply(version));
          provisioning.keep(spec.functionName(), route, spec.provisionedConcurrency());
        }
        case Declared.Alias alias -> {
          AliasSpec spec = alias.manifest().spec();
          AliasRoute route = aliases.get(id(spec.functionName())).get(spec.name());
          provisioning.keep(spec.functionName(), route, spec.provisionedConcurrency());
        }
        case Declared.Version _, Declared.OfFunction _, Declared.Account _ -> {}
      }
    }
    return provisioning.wanted;
  }

  private void keep(String function, AliasRoute route, ProvisionedConcurrency wish) {
    if (wish != null && wish.executions() != null) {
      var ofFunction = wanted.computeIfAbsent(id(function), _ -> new HashMap<>());
      route
          .shares(wish.executions())
          .forEach((version, share) -> ofFunction.merge(version, share, Integer::sum));
    }
  }

  /** Whether the number is to follow the time or the use, which it does not here. */
  static boolean moves(ProvisionedConcurrency wish) {
    return wish != null
        && (wish.targetUtilization() != null
            || (wish.schedules() != null && !wish.schedules().isEmpty()));
  }

  private static FunctionId id(String function) {
    return new FunctionId(Accounts.LOCAL_NAMESPACE, function);
  }
}
