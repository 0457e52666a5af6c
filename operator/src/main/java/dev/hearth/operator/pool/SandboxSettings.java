package dev.hearth.operator.pool;

import java.util.List;

/**
 * What every sandbox pod of this installation has in common.
 *
 * @param shimImage image with the shim
 * @param imagePullPolicy of both images
 * @param gatewayKeys base64 X.509 public keys that a shim trusts
 * @param epoch highest owner epoch the operator knows
 * @param requestPercent share of its limits that a sandbox asks the scheduler for, 1-100
 * @param imageVolume the shim's image is mounted instead of copied
 * @param userNamespace the pod has its own user namespace
 * @param resize the CPU limit is brought down after Init, so that it may be higher before
 */
public record SandboxSettings(
    String shimImage,
    String imagePullPolicy,
    List<String> gatewayKeys,
    long epoch,
    int requestPercent,
    boolean imageVolume,
    boolean userNamespace,
    boolean resize) {
  public SandboxSettings {
    gatewayKeys = List.copyOf(gatewayKeys);
  }
}
