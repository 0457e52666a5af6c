package dev.hearth.gateway.sandbox;

/**
 * How long making a sandbox ready took, in nanoseconds.
 *
 * @param claim until a spare was connected to
 * @param push until it had the function
 * @param init of the function, which the sandbox says and is never more than there was
 */
public record StartPhases(long claim, long push, long init) {
  /**
   * Of points in time and of what the sandbox says.
   *
   * @param begun when it was decided
   * @param claimed when the spare was connected to
   * @param ready when the sandbox had answered
   */
  static StartPhases of(long begun, long claimed, long ready, long saidInit) {
    long init = Math.clamp(saidInit, 0, ready - claimed);
    return new StartPhases(claimed - begun, ready - claimed - init, init);
  }

  /** Hears of every sandbox that has become ready. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A sandbox is ready.
     *
     * @param provisioned it was made before it was needed
     */
    void ready(String runtime, boolean provisioned, StartPhases phases);
  }
}
