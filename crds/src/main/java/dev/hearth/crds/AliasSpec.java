package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * Where an alias points. Function and name stay what they are; the rest may change at any time and
 * counts from the next invocation on.
 *
 * @param functionVersion a published number, or {@code $LATEST}
 * @param routingConfig null where all invocations go to {@code functionVersion}
 */
@ValidationRule(
    value = "self.functionName == oldSelf.functionName",
    message = "an alias stays with its function",
    fieldPath = ".functionName")
@ValidationRule(
    value = "self.name == oldSelf.name",
    message = "an alias keeps its name",
    fieldPath = ".name")
@ValidationRule(
    value = "!self.name.matches('^[0-9]+$')",
    message = "a number is the name of a version",
    fieldPath = ".name")
@ValidationRule(
    value =
        "self.functionVersion != '$LATEST' || !has(self.routingConfig)"
            + " || !has(self.routingConfig.additionalVersionWeights)"
            + " || self.routingConfig.additionalVersionWeights.size() == 0",
    message = "an alias of $LATEST cannot have weights",
    fieldPath = ".routingConfig")
@ValidationRule(
    value =
        "!has(self.routingConfig) || !has(self.routingConfig.additionalVersionWeights)"
            + " || !(self.functionVersion in self.routingConfig.additionalVersionWeights)",
    message = "the additional version is another one than functionVersion",
    fieldPath = ".routingConfig")
@ValidationRule(
    value = "self.functionVersion != '$LATEST' || !has(self.provisionedConcurrency)",
    message = "$LATEST cannot have provisioned concurrency",
    fieldPath = ".provisionedConcurrency")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AliasSpec(
    @JsonPropertyDescription("The function") @Required @Pattern("^[a-z0-9-]{1,64}$")
        String functionName,
    @JsonPropertyDescription("What callers give as qualifier")
        @Required
        @Pattern("^[a-zA-Z0-9-_]+$")
        @Size(max = 128)
        String name,
    @JsonPropertyDescription("The version it stands for: a number, or $LATEST")
        @Required
        @Pattern("^([$]LATEST|[1-9][0-9]{0,8})$")
        String functionVersion,
    @JsonPropertyDescription("For people") @Size(max = 256) String description,
    @JsonPropertyDescription("Sends a share of the invocations to another version")
        RoutingConfig routingConfig,
    @JsonPropertyDescription("Sandboxes that are kept initialised")
        ProvisionedConcurrency provisionedConcurrency) {

  /**
   * How invocations are shared.
   *
   * @param additionalVersionWeights share of another version by its number, 0-1; one at most
   */
  @ValidationRule(
      value =
          "!has(self.additionalVersionWeights)"
              + " || self.additionalVersionWeights.all(k, k.matches('^[1-9][0-9]{0,8}$'))",
      message = "a key is the number of a published version",
      fieldPath = ".additionalVersionWeights")
  public record RoutingConfig(
      @JsonPropertyDescription("Share of the invocations, 0 to 1, by the number of the version")
          @Size(max = 1)
          Map<String, @Min(0) @Max(1) Double> additionalVersionWeights) {}
}
