package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What a namespace uses.
 *
 * @param totalCodeSize bytes of zipped code
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of")
        Long observedGeneration,
    @JsonPropertyDescription("Invocations that run now, as gateways said last; seconds old")
        Integer concurrentExecutions,
    @JsonPropertyDescription("What functions have reserved, all together")
        Integer reservedConcurrentExecutions,
    @JsonPropertyDescription("Number of functions") Integer functionCount,
    @JsonPropertyDescription("Bytes of zipped code of all functions") Long totalCodeSize) {}
