package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import java.util.List;

/**
 * What is known about a version.
 *
 * @param version its number, or that of the version before where nothing had changed since and so
 *     nothing was published
 * @param pool the SandboxPool that its sandboxes come from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PublishedVersionStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of")
        Long observedGeneration,
    List<Condition> conditions,
    @JsonPropertyDescription("The number that this publication came to") Integer version,
    @JsonPropertyDescription("The SandboxPool that its sandboxes come from") String pool,
    @JsonPropertyDescription("What became of the wish for provisioned concurrency")
        ProvisionedStatus provisionedConcurrency,
    @JsonPropertyDescription("Selects the sandboxes of the version, for autoscalers") @LabelSelector
        String selector) {}
