package dev.hearth.cli.local;

import dev.hearth.cli.code.BuildStep;
import dev.hearth.cli.code.CodeException;
import dev.hearth.cli.code.CodePackager;
import dev.hearth.cli.code.CodeSource;
import dev.hearth.cli.code.Fingerprint;
import dev.hearth.cli.manifest.Manifest;
import dev.hearth.cli.runtime.Resolution;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.LogFormat;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Revision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes a function that can be invoked out of a manifest and what it refers to. */
final class FunctionLoader {
  private static final int DEFAULT_EPHEMERAL_MB = 512;
  private static final String ANY_POOL = "";

  private final Function<String, Resolution> runtimes;
  private final BuildStep builds;
  private final CodePackager packager;
  private final Services services;
  private final String endpointUrl;
  private final Consumer<FunctionVersion> loaded;

  /**
   * @param runtimes finds a runtime by AWS's identifier
   * @param endpointUrl handed to functions as AWS_ENDPOINT_URL; empty for none
   * @param loaded is given each function that can be invoked now
   */
  FunctionLoader(
      Function<String, Resolution> runtimes,
      BuildStep builds,
      CodePackager packager,
      Services services,
      String endpointUrl,
      Consumer<FunctionVersion> loaded) {
    this.runtimes = runtimes;
    this.builds = builds;
    this.packager = packager;
    this.services = services;
    this.endpointUrl = endpointUrl;
    this.loaded = loaded;
  }

  /** Changes when loading the function again may give another result. */
  static Fingerprint inputs(Declared.Good declared) {
    Manifest<FunctionSpec> manifest = declared.manifest();
    try {
      CodeSource source = CodeSource.of(manifest.spec().code(), declared.folder());
      Fingerprint code = source.fingerprint().and(manifest);
      return manifest.annotations().containsKey(BuildStep.ANNOTATION)
          ? BuildStep.sources(declared.folder(), source).and(manifest).and(source.isThere())
          : code;
    } catch (CodeException e) {
      return Fingerprint.NONE.and(manifest);
    }
  }

  /** Prepares the runtime, builds, packages: may take minutes. */
  Catalogue.Entry load(Declared.Good declared) throws InterruptedException {
    Manifest<FunctionSpec> manifest = declared.manifest();
    try {
      refuseValuesFromElsewhere(manifest.spec());
      CodeSource source = CodeSource.of(manifest.spec().code(), declared.folder());
      return switch (runtimes.apply(manifest.spec().runtime())) {
        case Resolution.Missing(String message) ->
            new Catalogue.Entry.Failed("InvalidRuntime", message);
        case Resolution.Found found -> {
          FunctionVersion version = version(manifest, found, code(declared, source));
          loaded.accept(version);
          yield new Catalogue.Entry.Ready(version);
        }
      };
    } catch (CodeException e) {
      return new Catalogue.Entry.Failed(e.reasonCode(), e.getMessage());
    } catch (IOException e) {
      return new Catalogue.Entry.Failed("InternalError", "its code could not be read: " + e);
    }
  }

  private static void refuseValuesFromElsewhere(FunctionSpec spec) throws CodeException {
    boolean some =
        spec.environment() != null
            && spec.environment().variablesFrom() != null
            && !spec.environment().variablesFrom().isEmpty();
    if (some) {
      throw new CodeException(
          "InvalidConfiguration",
          "environment.variablesFrom reads Secrets and ConfigMaps, which only clusters have; local"
              + " mode takes environment.variables");
    }
  }

  /** Ends what was started for a function that is gone. */
  void unload(String function) {
    services.stop(function);
  }

  private Artifact code(Declared.Good declared, CodeSource source)
      throws IOException, CodeException, InterruptedException {
    String build = declared.manifest().annotations().get(BuildStep.ANNOTATION);
    Path folder = declared.folder();
    if (build != null) {
      builds.run(declared.name(), build, folder, source);
    }
    String service = declared.manifest().annotations().get(Services.ANNOTATION);
    if (service == null) {
      services.stop(declared.name());
    } else {
      services.ensure(declared.name(), service, folder);
    }
    return packager.artifact(source);
  }

  private FunctionVersion version(
      Manifest<FunctionSpec> manifest, Resolution.Found runtime, Artifact code) {
    FunctionSpec spec = manifest.spec();
    var environment = new HashMap<String, String>();
    if (!endpointUrl.isEmpty()) {
      environment.put("AWS_ENDPOINT_URL", endpointUrl);
    }
    if (spec.environment() != null && spec.environment().variables() != null) {
      environment.putAll(spec.environment().variables());
    }
    var storage = spec.ephemeralStorage();
    return Revision.stamp(
        new FunctionVersion(
            new FunctionId(Accounts.LOCAL_NAMESPACE, manifest.name()),
            FunctionVersion.LATEST,
            "",
            spec.runtime(),
            runtime.command(),
            runtime.environment(),
            FunctionVersion.TASK_ROOT,
            spec.handler() == null ? "" : spec.handler(),
            spec.memorySize(),
            spec.timeout() * 1_000,
            storage == null ? DEFAULT_EPHEMERAL_MB : storage.size(),
            environment,
            Map.of(),
            logging(spec.loggingConfig()),
            List.of(code),
            ANY_POOL));
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
}
