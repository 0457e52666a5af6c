package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxPools;
import dev.hearth.gateway.sandbox.shim.ShimState;

/** Takes over sandboxes whose function is in the catalogue as it is in them. */
final class Adoption implements PodSandboxes.Owner {
  private final Catalogue catalogue;
  private final SandboxPools pools;

  Adoption(Catalogue catalogue, SandboxPools pools) {
    this.catalogue = catalogue;
    this.pools = pools;
  }

  @Override
  public boolean adopt(FunctionId function, ShimState state, SandboxAddress sandbox) {
    if (catalogue.find(function).orElse(null) instanceof Catalogue.Entry.Ready(var version)
        && runs(state, version)) {
      pools.adopt(version, sandbox, state.state().equals("busy"));
      return true;
    }
    return false;
  }

  /** Whether what a sandbox says that it runs is this very version. */
  static boolean runs(ShimState state, FunctionVersion version) {
    return state.version().equals(version.version()) && state.revision().equals(version.revision());
  }

  @Override
  public void lost(SandboxAddress sandbox) {
    pools.lost(sandbox);
  }
}
