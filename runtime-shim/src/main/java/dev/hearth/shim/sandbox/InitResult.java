package dev.hearth.shim.sandbox;

/** How the Init phase that belongs to specialise ended. */
public final class InitResult {
  private final long nanos;
  private final Outcome outcome;

  InitResult(long nanos, Outcome outcome) {
    this.nanos = nanos;
    this.outcome = outcome;
  }

  public long nanos() {
    return nanos;
  }

  /** Empty where Init succeeded. */
  public String errorType() {
    return outcome.errorType();
  }

  /** What is known of the failure, in words. */
  public String errorMessage() {
    return outcome.message();
  }
}
