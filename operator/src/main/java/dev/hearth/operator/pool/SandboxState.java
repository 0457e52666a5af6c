package dev.hearth.operator.pool;

/** What a look at a sandbox's pod says about it. */
public sealed interface SandboxState {
  /** It was made and does not run yet, or its node is silent. */
  record Starting() implements SandboxState {}

  /**
   * It cannot start until somebody changes something.
   *
   * @param reason Kubernetes' word, e.g. {@code ErrImagePull} or {@code Unschedulable}
   */
  record Stuck(String reason, String message) implements SandboxState {}

  /** It runs and no function has it. */
  record Spare() implements SandboxState {}

  /**
   * A function has it.
   *
   * @param function the function's label; empty until the gateway has written it
   * @param hasInitCpu it still may use the CPU of the Init phase though that has ended
   */
  record Claimed(String function, boolean hasInitCpu) implements SandboxState {}

  /**
   * Its shim has ended.
   *
   * @param used it ended after a function had it, so it says nothing about the pool
   */
  record Dead(boolean used, String message) implements SandboxState {}

  /** It is being deleted. */
  record Leaving() implements SandboxState {}
}
