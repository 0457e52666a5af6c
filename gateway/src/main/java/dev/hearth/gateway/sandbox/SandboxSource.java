package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.shim.InitFailure;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Where sandboxes come from: local processes in local mode, pods on Kubernetes. A sandbox is handed
 * out once, unspecialised, and belongs to the caller until {@link #release} or {@link #taken}.
 */
public interface SandboxSource {
  /**
   * Is called once, before anything else: spares that this is told of have said hello when they are
   * claimed.
   */
  default void begin(SpareLinks links) {}

  /**
   * Gathers what a sandbox is told of a function: its artifacts are in the store, and variables
   * whose values stand elsewhere have them in the answer's environment.
   *
   * @return fails with {@link SandboxUnavailableException} when something cannot be had
   */
  default Future<FunctionVersion> complete(FunctionVersion function) {
    return Future.succeededFuture(function);
  }

  /**
   * Brings a spare sandbox that can run this function. Completes when its port is open.
   *
   * @return fails with {@link SandboxUnavailableException} when none can be made
   */
  Future<SandboxAddress> acquire(FunctionVersion function);

  /** A sandbox runs this function from now on; its Init has ended. */
  default void specialised(SandboxAddress sandbox, FunctionVersion function) {}

  /**
   * An Init of this function has ended, in whichever sandbox.
   *
   * @param failure where it failed
   */
  default void initEnded(FunctionVersion function, Optional<InitFailure> failure) {}

  /** A sandbox that was handed out turned out to be no spare. */
  default void taken(SandboxAddress sandbox) {
    release(sandbox);
  }

  /**
   * Ends a sandbox that was handed out, by force if it does not drain. Safe to call twice, and for
   * one that has gone.
   */
  void release(SandboxAddress sandbox);
}
