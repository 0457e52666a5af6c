package dev.hearth.cli.local;

import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.ProvisionedConcurrency;
import dev.hearth.crds.PublishedVersionSpec;
import dev.hearth.crds.Schedules;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which sandboxes manifests want kept initialised. */
final class DeclaredProvisioning {
  private final Map<FunctionId, List<Wish>> wishes = new HashMap<>();

  private DeclaredProvisioning() {}

  /**
   * Wishes by function.
   *
   * @param number that a manifest was published under; null before it was
   */
  static Map<FunctionId, List<Wish>> of(
      List<Declared> declared, Function<Declared.Version, String> number) {
    var provisioning = new DeclaredProvisioning();
    for (Declared one : declared) {
      switch (one) {
        case Declared.Version version when number.apply(version) != null -> {
          PublishedVersionSpec spec = version.manifest().spec();
          provisioning.wish(
              version.manifest().name(),
              spec.functionName(),
              number.apply(version),
              spec.provisionedConcurrency());
        }
        case Declared.Alias alias -> {
          AliasSpec spec = alias.manifest().spec();
          provisioning.wish(
              alias.manifest().name(),
              spec.functionName(),
              spec.name(),
              spec.provisionedConcurrency());
        }
        case Declared.Version _, Declared.OfFunction _, Declared.Account _ -> {}
      }
    }
    return provisioning.wishes;
  }

  /** Files have no age that counts: where not all fits, it goes by name. */
  private void wish(String name, String function, String qualifier, ProvisionedConcurrency spec) {
    if (spec != null) {
      wishes
          .computeIfAbsent(
              new FunctionId(Accounts.LOCAL_NAMESPACE, function), _ -> new ArrayList<>())
          .add(new Wish(name, qualifier, spec, Instant.EPOCH));
    }
  }

  /** What of a wish cannot be followed. */
  static List<String> problems(Declared declared) {
    return switch (declared) {
      case Declared.Version version ->
          Schedules.problems(version.manifest().spec().provisionedConcurrency());
      case Declared.Alias alias ->
          Schedules.problems(alias.manifest().spec().provisionedConcurrency());
      case Declared.OfFunction _, Declared.Account _ -> List.of();
    };
  }
}
