package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.function.FunctionVersion;
import io.vertx.core.Future;

/**
 * Where sandboxes come from: local processes in local mode, pods on Kubernetes. A sandbox is handed
 * out once, unspecialised, and belongs to the caller until {@link #release}.
 */
public interface SandboxSource {
  /**
   * Brings a spare sandbox that can run this function. Completes when its port is open.
   *
   * @return fails with {@link SandboxUnavailableException} when none can be made
   */
  Future<SandboxAddress> acquire(FunctionVersion function);

  /**
   * Ends a sandbox that was handed out, by force if it does not drain. Safe to call twice, and for
   * one that has gone.
   */
  void release(SandboxAddress sandbox);
}
