package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import java.util.List;

/** What is known about an alias. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AliasStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of")
        Long observedGeneration,
    List<Condition> conditions,
    @JsonPropertyDescription("What became of the wish for provisioned concurrency")
        ProvisionedStatus provisionedConcurrency,
    @JsonPropertyDescription("Selects the sandboxes of the alias's version, for autoscalers")
        @LabelSelector
        String selector,
    @JsonPropertyDescription("Where invocations go, while sandboxes are kept") Served served) {

  /**
   * Where invocations go: where the spec says, or where it said before as long as the sandboxes
   * that are kept are not initialised there.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Served(
      @JsonPropertyDescription("As in the spec") String functionVersion,
      @JsonPropertyDescription("As in the spec") AliasSpec.RoutingConfig routingConfig) {}
}
