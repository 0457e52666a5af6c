package dev.hearth.operator.gateway;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;

/**
 * What one gateway wants, and what it has.
 *
 * @param sequence number of this state; grows with each change
 * @param pools where invocations wait
 * @param claimed UIDs of the pods that its functions have
 * @param missingArtifacts code that no gateway has any more
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Demand(
    long sequence,
    List<PoolDemand> pools,
    List<String> claimed,
    List<MissingArtifact> missingArtifacts) {
  public Demand {
    pools = List.copyOf(Objects.requireNonNullElse(pools, List.of()));
    claimed = List.copyOf(Objects.requireNonNullElse(claimed, List.of()));
    missingArtifacts = List.copyOf(Objects.requireNonNullElse(missingArtifacts, List.of()));
  }

  /** Invocations that wait for sandboxes of one pool. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PoolDemand(String namespace, String pool, int waiting) {}

  /** Code that has to be resolved from its source again. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record MissingArtifact(String namespace, String function, String sha256) {}
}
