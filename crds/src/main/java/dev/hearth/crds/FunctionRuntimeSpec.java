package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/**
 * How a runtime is started.
 *
 * @param command what starts it; {@code ${taskRoot}}, {@code ${layerRoot}} and {@code ${handler}}
 *     are filled in inside the sandbox
 * @param prestart how spares start it before they are claimed; null where they cannot
 * @param pool how pools of this runtime differ from others, or null
 * @param environment variables that belong to the runtime; a function's own win over them
 */
public record FunctionRuntimeSpec(
    @JsonPropertyDescription("The container image whose file system the runtime lives in")
        @Required
        @Pattern("^[^\\s]+$")
        @Size(min = 1, max = 1024)
        String image,
    @JsonPropertyDescription(
            "What starts the runtime; ${taskRoot}, ${layerRoot} and ${handler} are filled in")
        @Required
        @Size(min = 1, max = 64)
        List<@Size(max = 4096) String> command,
    @JsonPropertyDescription("How spares start a Python, Node.js or Java before they are claimed")
        Prestart prestart,
    @JsonPropertyDescription("Variables of the runtime, under the function's own") @Size(max = 64)
        Map<String, @Size(max = 4096) String> environment,
    @JsonPropertyDescription("Instruction sets the image is there for; x86_64 if left out")
        @Size(min = 1, max = 2)
        List<Architecture> architectures,
    @JsonPropertyDescription("How pools of this runtime differ from others") Pool pool) {

  /**
   * A runtime that is started before there is a function for it.
   *
   * @param command what the runtime's command comes to, or that command again
   * @param readsMemorySize whether it makes something of the function's memory when it starts, so
   *     that only functions with all the memory of their pool's size class find it started
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Prestart(
      @JsonPropertyDescription("What the runtime's command comes to, or that command again")
          @Required
          @Size(min = 1, max = 64)
          List<@Size(max = 4096) String> command,
      @JsonPropertyDescription(
              "Whether it makes something of the function's memory when it starts: then only"
                  + " functions with all the memory of their pool's size class find it started")
          Boolean readsMemorySize) {}

  /** How pools and sandboxes behave; what is null is as operator and gateway have it for all. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Pool(
      @JsonPropertyDescription("How long nobody needs a pool before it keeps no spare")
          @Min(1)
          @Max(31_536_000)
          Integer idleAfterSeconds,
      @JsonPropertyDescription("How long a function's sandbox is kept without work")
          @Min(1)
          @Max(31_536_000)
          Integer keepAliveSeconds) {}
}
