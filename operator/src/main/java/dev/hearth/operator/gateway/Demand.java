package dev.hearth.operator.gateway;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.hearth.crds.AliasStatus;
import java.util.List;
import java.util.Objects;

/**
 * What one gateway wants, and what it has.
 *
 * @param sequence number of this state; grows with each change
 * @param pools where invocations wait
 * @param claimed UIDs of the pods that its functions have
 * @param missingArtifacts code that no gateway has any more
 * @param functions whose latest Init failed
 * @param accounts what runs in namespaces now; in others nothing does
 * @param provisioned what became of wishes for sandboxes that are kept initialised
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Demand(
    long sequence,
    List<PoolDemand> pools,
    List<String> claimed,
    List<MissingArtifact> missingArtifacts,
    List<FailedInit> functions,
    List<AccountUse> accounts,
    List<Provisioned> provisioned) {
  public Demand {
    pools = List.copyOf(Objects.requireNonNullElse(pools, List.of()));
    claimed = List.copyOf(Objects.requireNonNullElse(claimed, List.of()));
    missingArtifacts = List.copyOf(Objects.requireNonNullElse(missingArtifacts, List.of()));
    functions = List.copyOf(Objects.requireNonNullElse(functions, List.of()));
    accounts = List.copyOf(Objects.requireNonNullElse(accounts, List.of()));
    provisioned = List.copyOf(Objects.requireNonNullElse(provisioned, List.of()));
  }

  /** A gateway that wants nothing, and has nothing to tell. */
  public static Demand nothing(long sequence) {
    return new Demand(sequence, null, null, null, null, null, null);
  }

  /** Invocations that wait for sandboxes of one pool. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PoolDemand(String namespace, String pool, int waiting) {}

  /** Code that has to be resolved from its source again. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record MissingArtifact(String namespace, String function, String sha256) {}

  /**
   * How the latest Init of a function failed, in its runtime's words.
   *
   * @param version {@code $LATEST} or a number
   * @param errorType e.g. {@code Runtime.ImportModuleError}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record FailedInit(
      String namespace, String function, String version, String errorType, String errorMessage) {
    /** The version that is no published one. */
    public static final String LATEST = "$LATEST";
  }

  /** Invocations of a namespace that run now. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record AccountUse(String namespace, int concurrentExecutions) {}

  /**
   * What became of the wish of a FunctionVersion or an Alias for sandboxes that are kept.
   *
   * @param qualifier the number of the version, or the alias as callers know it
   * @param name of the object
   * @param allocated those that there is room for
   * @param available those that are initialised
   * @param reason why these are not all that are wanted; empty where they are
   * @param served where invocations go
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Provisioned(
      String namespace,
      String function,
      String qualifier,
      String name,
      int requested,
      int allocated,
      int available,
      String reason,
      AliasStatus.Served served) {
    /** Whether an Alias wishes, and not a FunctionVersion. */
    public boolean isOfAlias() {
      return !qualifier.matches("[0-9]+");
    }
  }
}
