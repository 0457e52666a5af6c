package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxPools;
import dev.hearth.gateway.sandbox.shim.ShimState;
import java.util.Optional;

/** Takes over sandboxes whose function is in the catalogue as it is in them. */
final class Adoption implements PodSandboxes.Owner {
  private final Catalogue catalogue;
  private final SandboxPools pools;

  Adoption(Catalogue catalogue, SandboxPools pools) {
    this.catalogue = catalogue;
    this.pools = pools;
  }

  @Override
  public Optional<FunctionVersion> adopt(
      FunctionId function, ShimState state, SandboxAddress sandbox) {
    Optional<FunctionVersion> meant = meant(catalogue, function, state);
    boolean busy = state.state().equals("busy");
    meant.ifPresent(version -> pools.adopt(version, sandbox, busy, state.hasRuntime()));
    return meant;
  }

  /** The version that a sandbox says it runs, if it can still be invoked just so. */
  static Optional<FunctionVersion> meant(
      Catalogue catalogue, FunctionId function, ShimState state) {
    return version(catalogue, function, state.version())
        .filter(version -> version.revision().equals(state.revision()));
  }

  private static Optional<FunctionVersion> version(
      Catalogue catalogue, FunctionId function, String version) {
    if (!version.equals(FunctionVersion.LATEST)) {
      return Optional.ofNullable(catalogue.publications(function).versions().get(version));
    }
    return switch (catalogue.find(function).orElse(null)) {
      case null -> Optional.empty();
      case Catalogue.Entry.Ready(FunctionVersion latest) -> Optional.of(latest);
      case Catalogue.Entry.Pending _ -> Optional.empty();
      case Catalogue.Entry.Failed _ -> Optional.empty();
    };
  }

  @Override
  public void lost(SandboxAddress sandbox) {
    pools.lost(sandbox);
  }
}
