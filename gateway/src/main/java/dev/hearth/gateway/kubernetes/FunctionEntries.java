package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.FunctionRuntimeSpec;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionStatus.Configuration;
import dev.hearth.crds.FunctionStatus.LastUpdateStatus;
import dev.hearth.crds.LogFormat;
import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Revision;
import dev.hearth.gateway.function.ValueReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * What a Function and what the operator says of it mean for its invocations. While a change of a
 * function is being carried out, or has failed, the version before goes on serving; a gateway that
 * has just started knows it from the status.
 */
final class FunctionEntries {
  /** Variables of which the sandbox joins the user's with the runtime's. */
  private static final Set<String> JOINED =
      Set.of("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "NODE_PATH", "CLASSPATH");

  /**
   * A Function as the API server has it.
   *
   * @param status null before the operator has seen it
   */
  record Declared(FunctionId id, long generation, FunctionSpec spec, FunctionStatus status) {}

  private FunctionEntries() {}

  /**
   * The catalogue's entry.
   *
   * @param runtimes by name; null where there is none
   * @param before the entry until now, or null
   */
  static Entry of(Declared function, Function<String, FunctionRuntimeSpec> runtimes, Entry before) {
    FunctionStatus status = function.status();
    if (status == null || status.state() == null) {
      return new Entry.Pending("it has just been created");
    }
    boolean current = Objects.equals(status.observedGeneration(), function.generation());
    return switch (status.state()) {
      case Pending, Inactive -> new Entry.Pending(reason(status));
      case Failed ->
          current
              ? new Entry.Failed(
                  Objects.requireNonNullElse(status.stateReasonCode(), "InternalError"),
                  reason(status))
              : new Entry.Pending("a change of it is being carried out");
      case Active -> {
        boolean settled = current && status.lastUpdateStatus() == LastUpdateStatus.Successful;
        if (!settled && before instanceof Entry.Ready) {
          yield before;
        }
        Configuration served = settled ? null : status.configuration();
        yield ready(
            function, served == null ? Configuration.of(function.spec()) : served, runtimes);
      }
    };
  }

  private static String reason(FunctionStatus status) {
    return Objects.requireNonNullElse(status.stateReason(), "no reason is given");
  }

  /** Only an image has no runtime. */
  private static Entry ready(
      Declared function, Configuration served, Function<String, FunctionRuntimeSpec> runtimes) {
    FunctionStatus status = function.status();
    if (served.runtime() == null) {
      return status.image() == null
          ? new Entry.Pending("its image has not been read yet")
          : new Entry.Ready(ofImage(function, served, status.image()));
    }
    FunctionRuntimeSpec runtime = runtimes.apply(served.runtime());
    if (runtime == null) {
      return new Entry.Failed("InvalidRuntime", "There is no Runtime " + served.runtime() + ".");
    }
    return status.code() == null
        ? new Entry.Pending("its code has not been brought yet")
        : new Entry.Ready(ofRuntime(function, served, runtime, status.code()));
  }

  private static FunctionVersion ofRuntime(
      Declared function,
      Configuration served,
      FunctionRuntimeSpec runtime,
      FunctionStatus.Code code) {
    var environment = new HashMap<>(orEmpty(runtime.environment()));
    environment.keySet().removeIf(name -> !JOINED.contains(name) && sets(served, name));
    return version(
        function,
        served,
        served.runtime(),
        runtime.command(),
        environment,
        FunctionVersion.TASK_ROOT,
        List.of(new Artifact(Artifact.Kind.CODE, code.sha256(), code.size())));
  }

  private static FunctionVersion ofImage(
      Declared function, Configuration served, FunctionStatus.Image image) {
    var command = new ArrayList<>(Objects.requireNonNullElse(image.entryPoint(), List.of()));
    command.addAll(Objects.requireNonNullElse(image.command(), List.of()));
    var environment = new HashMap<>(orEmpty(image.environment()));
    environment.keySet().removeIf(name -> !JOINED.contains(name) && sets(served, name));
    return version(function, served, "", command, environment, image.workingDirectory(), List.of());
  }

  private static boolean sets(Configuration served, String variable) {
    return variables(served).containsKey(variable) || references(served).containsKey(variable);
  }

  private static FunctionVersion version(
      Declared function,
      Configuration served,
      String runtime,
      List<String> command,
      Map<String, String> runtimeEnvironment,
      String workingDirectory,
      List<Artifact> artifacts) {
    return Revision.stamp(
        new FunctionVersion(
            function.id(),
            FunctionVersion.LATEST,
            "",
            runtime,
            command,
            runtimeEnvironment,
            workingDirectory,
            Objects.requireNonNullElse(served.handler(), ""),
            served.memorySize(),
            Objects.requireNonNullElse(served.timeout(), 3) * 1_000,
            served.ephemeralStorage().size(),
            variables(served),
            references(served),
            logging(served.loggingConfig()),
            artifacts,
            Objects.requireNonNullElse(function.status().pool(), "")));
  }

  private static Map<String, String> variables(Configuration served) {
    return served.environment() == null ? Map.of() : orEmpty(served.environment().variables());
  }

  private static Map<String, ValueReference> references(Configuration served) {
    if (served.environment() == null || served.environment().variablesFrom() == null) {
      return Map.of();
    }
    var references = new HashMap<String, ValueReference>();
    served
        .environment()
        .variablesFrom()
        .forEach((name, source) -> references.put(name, reference(source)));
    return references;
  }

  private static ValueReference reference(FunctionSpec.VariableSource source) {
    boolean secret = source.secretKeyRef() != null;
    FunctionSpec.KeyReference key = secret ? source.secretKeyRef() : source.configMapKeyRef();
    return new ValueReference(
        secret ? ValueReference.Kind.SECRET : ValueReference.Kind.CONFIG_MAP,
        key.name(),
        key.key());
  }

  private static FunctionVersion.Logging logging(FunctionSpec.LoggingConfig config) {
    var preset = FunctionVersion.Logging.TEXT;
    if (config == null) {
      return preset;
    }
    return new FunctionVersion.Logging(
        config.logFormat() == LogFormat.JSON ? "JSON" : preset.format(),
        config.applicationLogLevel() == null
            ? preset.applicationLevel()
            : config.applicationLogLevel().name(),
        config.systemLogLevel() == null ? preset.systemLevel() : config.systemLogLevel().name());
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
