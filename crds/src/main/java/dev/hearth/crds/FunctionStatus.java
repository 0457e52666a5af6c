package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/**
 * What is known about a function. The states and codes are AWS Lambda's.
 *
 * @param observedGeneration generation of the spec that the rest speaks of
 */
public record FunctionStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of")
        Long observedGeneration,
    List<Condition> conditions,
    @JsonPropertyDescription("Pending, Active, Inactive or Failed") State state,
    @JsonPropertyDescription("Why, for people") String stateReason,
    @JsonPropertyDescription("Why, for programs, e.g. InvalidZipFileException")
        String stateReasonCode,
    @JsonPropertyDescription("How the last change went") LastUpdateStatus lastUpdateStatus) {

  /** Whether a function can be invoked. */
  public enum State {
    Pending,
    Active,
    Inactive,
    Failed
  }

  /** How the last change of a function went. */
  public enum LastUpdateStatus {
    InProgress,
    Successful,
    Failed
  }
}
