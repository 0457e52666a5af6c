package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * What a function runs and with how much. The names are AWS Lambda's where it has one, and so are
 * the limits; members that were left out are null until the schema's defaults are applied.
 *
 * @param memorySize MB
 * @param timeout seconds
 * @param reservedConcurrentExecutions null for a share of what the account has unreserved
 */
@ValidationRule(
    value = "has(self.runtime) || has(self.code.image)",
    message = "needed unless code.image is given",
    reason = "FieldValueRequired",
    fieldPath = ".runtime")
@ValidationRule(
    value =
        "has(self.handler) || has(self.code.image)"
            + " || has(self.runtime) && self.runtime.startsWith('provided')",
    message = "needed unless code.image is given or the runtime is a provided one",
    reason = "FieldValueRequired",
    fieldPath = ".handler")
@ValidationRule(
    value = "!has(self.code.image) || !has(self.runtime) && !has(self.handler)",
    message = "an image brings its own runtime and handler; leave both out",
    reason = "FieldValueForbidden",
    fieldPath = ".code.image")
@ValidationRule(
    value =
        "!has(self.tags)"
            + " || self.tags.all(k, k.size() >= 1 && k.size() <= 128 && !k.startsWith('aws:'))",
    message = "a key has 1-128 characters and does not begin with aws:",
    fieldPath = ".tags")
public record FunctionSpec(
    @JsonPropertyDescription("Runtime identifier, e.g. python3.11, nodejs20.x, provided.al2023")
        @Pattern("^[a-z][a-z0-9.]*$")
        @Size(min = 1, max = 64)
        String runtime,
    @JsonPropertyDescription("What the runtime calls, e.g. app.handler")
        @Pattern("^[^\\s]+$")
        @Size(min = 1, max = 128)
        String handler,
    @JsonPropertyDescription("Where the code comes from: exactly one source") @Required
        FunctionCode code,
    @JsonPropertyDescription("Memory in MB, which also sets the share of CPU")
        @Min(128)
        @Max(10_240)
        @Default("128")
        Integer memorySize,
    @JsonPropertyDescription("Seconds after which an invocation is ended")
        @Min(1)
        @Max(900)
        @Default("3")
        Integer timeout,
    @JsonPropertyDescription("The function's scratch space, /tmp")
        EphemeralStorage ephemeralStorage,
    @JsonPropertyDescription("Environment of the function") Environment environment,
    @JsonPropertyDescription("Instruction set, one at most") @Size(max = 1)
        List<Architecture> architectures,
    @JsonPropertyDescription("For people") @Size(max = 256) String description,
    @JsonPropertyDescription("Tags, 50 at most; keys up to 128 characters, values up to 256")
        @Size(max = 50)
        Map<String, @Size(max = 256) String> tags,
    @JsonPropertyDescription("Form and level of the function's log") LoggingConfig loggingConfig,
    @JsonPropertyDescription(
            "Invocations at one time that the function may have and that nobody else can take; 0"
                + " refuses all")
        @Min(0)
        @Max(1_000_000)
        Integer reservedConcurrentExecutions) {
  private static final int DEFAULT_MEMORY_MB = 128;
  private static final int DEFAULT_STORAGE_MB = 512;

  /** Memory in MB, the default where none was given. */
  public int memoryMb() {
    return memorySize == null ? DEFAULT_MEMORY_MB : memorySize;
  }

  /** Size of /tmp in MB, the default where none was given. */
  public int storageMb() {
    return ephemeralStorage == null || ephemeralStorage.size() == null
        ? DEFAULT_STORAGE_MB
        : ephemeralStorage.size();
  }

  /** The architecture, x86_64 where none was given. */
  public Architecture architecture() {
    return architectures == null || architectures.isEmpty()
        ? Architecture.X86_64
        : architectures.getFirst();
  }

  /** Scratch space; {@code size} is in MB, 512-10240. */
  public record EphemeralStorage(
      @JsonPropertyDescription("Size of /tmp in MB") @Min(512) @Max(10_240) @Default("512")
          Integer size) {}

  /** The user's variables: 4096 bytes at most, names and values together. */
  @ValidationRule(
      value =
          "!has(self.variables)"
              + " || self.variables.all(k, k.size() <= 256 && k.matches('^[a-zA-Z][a-zA-Z0-9_]+$'))",
      message = "a name begins with a letter and has 2-256 letters, digits and underscores",
      fieldPath = ".variables")
  @ValidationRule(
      value =
          "!has(self.variables)"
              + " || self.variables.all(k, !(k in "
              + ReservedVariables.LIST
              + "))",
      messageExpression =
          "self.variables.filter(k, k in "
              + ReservedVariables.LIST
              + ")[0] + ' is set by the platform and cannot be set here'",
      fieldPath = ".variables")
  @ValidationRule(
      value =
          "!has(self.variables) || self.variables"
              + ".map(k, size(bytes(k)) + size(bytes(self.variables[k]))).sum() <= 4096",
      message = "names and values may have 4096 bytes together at most",
      fieldPath = ".variables")
  @ValidationRule(
      value =
          "!has(self.variablesFrom) || self.variablesFrom.all(k, k.size() <= 256"
              + " && k.matches('^[a-zA-Z][a-zA-Z0-9_]+$') && !(k in "
              + ReservedVariables.LIST
              + ") && !(has(self.variables) && k in self.variables))",
      message =
          "a name is one that variables may have, too, is not set by the platform, and stands in"
              + " one of the two",
      fieldPath = ".variablesFrom")
  public record Environment(
      @JsonPropertyDescription("Variables by name, 4096 bytes at most together") @Size(max = 256)
          Map<String, @Size(max = 4096) String> variables,
      @JsonPropertyDescription(
              "Variables whose values stand in Secrets and ConfigMaps of the namespace")
          @Size(max = 64)
          Map<String, VariableSource> variablesFrom) {}

  /** Where a variable's value stands; exactly one of both. It never appears in a pod object. */
  @ValidationRule(
      value = "has(self.secretKeyRef) != has(self.configMapKeyRef)",
      message = "exactly one of secretKeyRef and configMapKeyRef is needed")
  public record VariableSource(
      @JsonPropertyDescription("A key of a Secret") KeyReference secretKeyRef,
      @JsonPropertyDescription("A key of a ConfigMap") KeyReference configMapKeyRef) {}

  /** A key of an object in the function's namespace. */
  public record KeyReference(
      @Required @Size(min = 1, max = 253) String name,
      @Required @Size(min = 1, max = 253) String key) {}

  /** How the function's log is written. */
  public record LoggingConfig(
      @JsonPropertyDescription("Text or JSON") @Default("Text") LogFormat logFormat,
      @JsonPropertyDescription("Least severe record of the function that is kept, with JSON")
          ApplicationLogLevel applicationLogLevel,
      @JsonPropertyDescription("Least severe record of the platform that is kept, with JSON")
          SystemLogLevel systemLogLevel) {}
}
