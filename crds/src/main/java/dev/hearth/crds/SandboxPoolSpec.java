package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What a pool's sandboxes are and how many of them wait. Either {@code runtime} or {@code image} is
 * given, the other is null.
 *
 * @param memoryMb the size class
 * @param spare sandboxes kept ready beyond those that functions have
 * @param max all sandboxes of the pool together
 */
@ValidationRule(
    value = "has(self.runtime) != has(self.image)",
    message = "exactly one of runtime and image is needed")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SandboxPoolSpec(
    @JsonPropertyDescription("The Runtime whose image the sandboxes have") String runtime,
    @JsonPropertyDescription("The image of the one function this pool is for") Image image,
    @JsonPropertyDescription("Instruction set") @Required Architecture architecture,
    @JsonPropertyDescription("Size class in MB") @Required @Min(128) @Max(10_240) Integer memoryMb,
    @JsonPropertyDescription("Size of /tmp in MB") @Required @Min(512) @Max(10_240)
        Integer ephemeralStorageMb,
    @JsonPropertyDescription("Sandboxes kept ready") @Required @Min(0) @Max(1000) Integer spare,
    @JsonPropertyDescription("Sandboxes at most") @Required @Min(1) @Max(10_000) Integer max) {

  /** An image function's image. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Image(
      @Required String uri,
      @JsonPropertyDescription("Secret with the registry's credentials") String pullSecret) {}
}
