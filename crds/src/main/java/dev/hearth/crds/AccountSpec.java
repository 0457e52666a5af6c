package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What a namespace may use. */
public record AccountSpec(
    @JsonPropertyDescription("Invocations of all functions together at one time")
        @Min(0)
        @Max(1_000_000)
        @Default("1000")
        Integer concurrentExecutions) {}
