package dev.hearth.operator.pool;

import dev.hearth.crds.SandboxPoolSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;

/** Memory and CPU of a sandbox, as AWS shares them out: one vCPU for each 1769 MB. */
final class SandboxResources {
  /** What the shim needs beside the function. */
  static final int SHIM_MEMORY_MB = 64;

  private static final int MB_PER_CPU = 1769;
  private static final int MILLIS = 1000;

  private SandboxResources() {}

  static ResourceRequirements of(SandboxPoolSpec pool, SandboxSettings settings) {
    int share = share(pool);
    return limited(pool, settings, settings.resize() ? Math.max(share, MILLIS) : share);
  }

  /** Of the container that copies the shim, which is gone before anything is measured. */
  static ResourceRequirements ofInstaller(SandboxPoolSpec pool, SandboxSettings settings) {
    return limited(pool, settings, Math.max(share(pool), MILLIS));
  }

  private static ResourceRequirements limited(
      SandboxPoolSpec pool, SandboxSettings settings, int cpu) {
    int memory = pool.memoryMb() + SHIM_MEMORY_MB;
    return new ResourceRequirementsBuilder()
        .addToLimits("cpu", millis(cpu))
        .addToLimits("memory", new Quantity(memory + "Mi"))
        .addToRequests("cpu", millis(Math.ceilDiv(share(pool) * settings.requestPercent(), 100)))
        .addToRequests(
            "memory", new Quantity(Math.ceilDiv(memory * settings.requestPercent(), 100) + "Mi"))
        .build();
  }

  /** The CPU limit once Init has ended. */
  static Quantity settled(SandboxPoolSpec pool) {
    return millis(share(pool));
  }

  private static int share(SandboxPoolSpec pool) {
    return Math.ceilDiv(pool.memoryMb() * MILLIS, MB_PER_CPU);
  }

  private static Quantity millis(int millis) {
    return new Quantity(millis + "m");
  }
}
