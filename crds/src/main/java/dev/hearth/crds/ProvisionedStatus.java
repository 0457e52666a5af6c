package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;

/**
 * What became of a wish for provisioned concurrency; all counts are sandboxes.
 *
 * @param allocated made or being made
 * @param available initialised: what the next invocations find
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProvisionedStatus(
    @JsonPropertyDescription("Sandboxes wanted now") Integer requested,
    @JsonPropertyDescription("Sandboxes made or being made") Integer allocated,
    @JsonPropertyDescription("Sandboxes initialised") @StatusReplicas Integer available,
    @JsonPropertyDescription("How far it is") Status status,
    @JsonPropertyDescription("Why there are fewer than wanted, e.g. FUNCTION_ERROR_INIT_FAILURE")
        String statusReason) {

  /** AWS's words for how far provisioning is. */
  public enum Status {
    IN_PROGRESS,
    READY,
    FAILED
  }
}
