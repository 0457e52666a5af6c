package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/**
 * What is known about a pool.
 *
 * @param idle nobody has needed the pool for a while, so it keeps no spare until somebody does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SandboxPoolStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of")
        Long observedGeneration,
    List<Condition> conditions,
    @JsonPropertyDescription("Spare sandboxes that can be claimed now") Integer ready,
    @JsonPropertyDescription("Sandboxes that functions have") Integer claimed,
    @JsonPropertyDescription("No spare is kept, since nobody has needed one for a while")
        Boolean idle) {}
