package dev.hearth.gateway.sandbox.pool;

/**
 * The sandboxes of one key that are kept.
 *
 * @param requested how many are to be kept
 * @param allocated how many of these are made or being made
 * @param available how many of these are initialised
 * @param busy sandboxes at work; what is more than {@code requested} has spilled over
 * @param initFails the latest Init failed
 */
public record Provisioned(
    int requested, int allocated, int available, int busy, boolean initFails) {
  /** Whether the last invocation that was given a sandbox is one more than are kept. */
  public boolean spilled() {
    return busy > requested;
  }

  /** Share of the kept sandboxes that is at work, 0-1. */
  public double utilization() {
    return requested == 0 ? 0 : Math.min(1.0, (double) busy / requested);
  }
}
