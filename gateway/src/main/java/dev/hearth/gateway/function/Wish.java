package dev.hearth.gateway.function;

import dev.hearth.crds.ProvisionedConcurrency;
import java.time.Instant;

/**
 * Somebody's wish for sandboxes that are kept.
 *
 * @param name of the object that wishes it; a qualifier may have several such objects
 * @param qualifier for whose invocations: an alias, or the number of a version
 * @param spec how many, and when
 * @param since where an account cannot hold all that is wished for, it holds the older ones
 */
public record Wish(String name, String qualifier, ProvisionedConcurrency spec, Instant since) {
  /** Always the same number. */
  public static Wish fixed(String qualifier, int executions) {
    var spec = new ProvisionedConcurrency(executions, null, null);
    return new Wish(qualifier, qualifier, spec, Instant.EPOCH);
  }
}
