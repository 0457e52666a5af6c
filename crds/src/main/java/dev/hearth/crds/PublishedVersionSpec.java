package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What is to be published, and what was. Only provisioned concurrency may change.
 *
 * @param published null until the function has been frozen; then it stays
 */
@ValidationRule(
    value = "self.functionName == oldSelf.functionName",
    message = "a version stays with its function",
    fieldPath = ".functionName")
@ValidationRule(
    value =
        "has(self.description) == has(oldSelf.description)"
            + " && (!has(self.description) || self.description == oldSelf.description)",
    message = "a version keeps its description",
    fieldPath = ".description")
@ValidationRule(
    value = "!has(oldSelf.published) || has(self.published) && self.published == oldSelf.published",
    message = "what is published never changes",
    fieldPath = ".published")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PublishedVersionSpec(
    @JsonPropertyDescription("The function to publish") @Required @Pattern("^[a-z0-9-]{1,64}$")
        String functionName,
    @JsonPropertyDescription("For people") @Size(max = 256) String description,
    @JsonPropertyDescription("Sandboxes that are kept initialised")
        ProvisionedConcurrency provisionedConcurrency,
    @JsonPropertyDescription("What was published; leave it out to publish the function as it is")
        Published published) {

  /**
   * A function, frozen.
   *
   * @param version its number, 1 or more, given once per function
   * @param code the zip; null for an image
   * @param image null for a zip
   */
  @ValidationRule(
      value = "!has(self.code) || !has(self.image)",
      message = "a version has either a zip or an image")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Published(
      @JsonPropertyDescription("The number of the version") @Required @Min(1) @Max(999_999_999)
          Integer version,
      @JsonPropertyDescription("The function as it was") @Required FunctionSpec function,
      @JsonPropertyDescription("The zip that its sandboxes run") FunctionStatus.Code code,
      @JsonPropertyDescription("How an image function is started") FunctionStatus.Image image) {}
}
