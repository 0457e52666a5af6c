package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;

/**
 * What is known about a function. The states and codes are AWS Lambda's.
 *
 * @param observedGeneration generation of the spec that the rest speaks of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FunctionStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of")
        Long observedGeneration,
    List<Condition> conditions,
    @JsonPropertyDescription("Pending, Active, Inactive or Failed") State state,
    @JsonPropertyDescription("Why, for people") String stateReason,
    @JsonPropertyDescription("Why, for programs, e.g. InvalidZipFileException")
        String stateReasonCode,
    @JsonPropertyDescription("How the last change went") LastUpdateStatus lastUpdateStatus,
    @JsonPropertyDescription("Why, for people") String lastUpdateStatusReason,
    @JsonPropertyDescription("Why, for programs") String lastUpdateStatusReasonCode,
    @JsonPropertyDescription("The zip that gateways have, unless the function is an image")
        Code code,
    @JsonPropertyDescription("How an image function is started") Image image,
    @JsonPropertyDescription("The SandboxPool that its sandboxes come from") String pool,
    @JsonPropertyDescription("Highest number that was given to a version; it is never given again")
        Integer lastVersion,
    @JsonPropertyDescription(
            "What code, image and pool belong to: the spec as it was when it last counted")
        Configuration configuration) {

  /** The same without the number, which is written when a version is published and only then. */
  public FunctionStatus withoutLastVersion() {
    return new FunctionStatus(
        observedGeneration,
        conditions,
        state,
        stateReason,
        stateReasonCode,
        lastUpdateStatus,
        lastUpdateStatusReason,
        lastUpdateStatusReasonCode,
        code,
        image,
        pool,
        null,
        configuration);
  }

  /**
   * Those parts of a spec that sandboxes are told. The spec of a function that is being changed, or
   * whose change has failed, is not the one that serves.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Configuration(
      String runtime,
      String handler,
      Integer memorySize,
      Integer timeout,
      FunctionSpec.EphemeralStorage ephemeralStorage,
      FunctionSpec.Environment environment,
      FunctionSpec.LoggingConfig loggingConfig) {
    /** What counts where this spec does. */
    public static Configuration of(FunctionSpec spec) {
      return new Configuration(
          spec.runtime(),
          spec.handler(),
          spec.memoryMb(),
          spec.timeout(),
          new FunctionSpec.EphemeralStorage(spec.storageMb()),
          spec.environment(),
          spec.loggingConfig());
    }
  }

  /**
   * The function's code in the artifact store.
   *
   * @param sha256 lower-case hexadecimal digest of the zip
   * @param size bytes of the zip
   */
  public record Code(String sha256, Long size) {}

  /**
   * What an image and its function say together about starting it.
   *
   * @param digest of the image's manifest, null where the registry could not be asked
   * @param environment those of the image's variables that the pod hides from the shim
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Image(
      String digest,
      List<String> entryPoint,
      List<String> command,
      String workingDirectory,
      Map<String, String> environment) {}

  /** Whether a function can be invoked. */
  public enum State {
    Pending,
    Active,
    Inactive,
    Failed
  }

  /** How the last change of a function went. */
  public enum LastUpdateStatus {
    InProgress,
    Successful,
    Failed
  }
}
