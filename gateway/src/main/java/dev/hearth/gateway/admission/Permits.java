package dev.hearth.gateway.admission;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import java.util.Map;
import java.util.function.LongSupplier;

/** The {@link Ledger} for many threads, with a clock. */
public final class Permits {
  private final Ledger ledger = new Ledger();
  private final LongSupplier nanoClock;

  public Permits(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Has these limits hold from now on.
   *
   * @param aside concurrency for one version alone, by its number
   */
  public synchronized void configure(Limits limits, Map<FunctionId, Map<String, Integer>> aside) {
    ledger.configure(limits, aside, nanoClock.getAsLong());
  }

  /** Asks for a permit; whoever gets one returns it once. */
  public synchronized Admission admit(FunctionId function, String version) {
    return ledger.admit(function, version, nanoClock.getAsLong());
  }

  /** Takes a permit back. */
  public synchronized void release(Permit permit) {
    ledger.release(permit);
  }

  /** What is in flight in a namespace. */
  public synchronized Ledger.Usage usage(String namespace) {
    return ledger.usage(namespace);
  }

  /** What is in flight, by namespace; those with nothing are left out. */
  public synchronized Map<String, Integer> inFlight() {
    return ledger.inFlight();
  }
}
