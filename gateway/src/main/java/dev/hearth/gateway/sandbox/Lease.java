package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.sandbox.shim.Call;
import dev.hearth.gateway.sandbox.shim.EventBody;
import dev.hearth.gateway.sandbox.shim.RunResult;
import io.vertx.core.Future;

/** The right to run one invocation on one sandbox; goes back to the pool by itself. */
public final class Lease {
  private final Sandbox sandbox;
  private final boolean cold;

  Lease(Sandbox sandbox, boolean cold) {
    this.sandbox = sandbox;
    this.cold = cold;
  }

  /** Whether the invocation had to wait for this sandbox to be started. */
  public boolean cold() {
    return cold;
  }

  /**
   * Runs the one invocation; must be called, exactly once.
   *
   * @param left called when the sandbox is left, at the end of the reply or instead of one
   */
  public Future<RunResult> run(Call call, EventBody event, Runnable left) {
    return sandbox.run(call, event, left);
  }
}
