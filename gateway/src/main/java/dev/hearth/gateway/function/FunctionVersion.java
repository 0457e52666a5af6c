package dev.hearth.gateway.function;

import java.util.List;
import java.util.Map;

/**
 * One version of a function as sandboxes are told to run it. Immutable; two equal values may share
 * sandboxes, so {@code revision} changes whenever code or configuration does.
 *
 * @param id which function this is a version of
 * @param version {@code $LATEST} or a number
 * @param revision digest of code and configuration; sandboxes of another revision never serve this
 *     one
 * @param runtime AWS's runtime identifier, e.g. {@code python3.11}
 * @param command what starts the runtime; {@code ${taskRoot}}, {@code ${layerRoot}} and {@code
 *     ${handler}} are filled in by the shim
 * @param runtimeEnvironment variables that belong to the runtime, not to the user
 * @param workingDirectory where the runtime starts; {@code ${taskRoot}} is filled in by the shim
 * @param handler what the runtime calls; may be empty for {@code provided.*}
 * @param memorySizeMb 128-10240
 * @param timeoutMs 1,000-900,000
 * @param ephemeralStorageMb size of /tmp, 512-10240
 * @param environment the user's variables
 * @param variablesFrom more of the user's variables, whose values stand elsewhere
 * @param logging form and levels of the log
 * @param artifacts what is unpacked before the runtime starts, in order
 * @param pool which of its namespace's pools its sandboxes come from; empty where every spare will
 *     do
 */
public record FunctionVersion(
    FunctionId id,
    String version,
    String revision,
    String runtime,
    List<String> command,
    Map<String, String> runtimeEnvironment,
    String workingDirectory,
    String handler,
    int memorySizeMb,
    int timeoutMs,
    int ephemeralStorageMb,
    Map<String, String> environment,
    Map<String, ValueReference> variablesFrom,
    Logging logging,
    List<Artifact> artifacts,
    String pool) {

  public static final String LATEST = "$LATEST";

  /** The working directory of functions that are no images. */
  public static final String TASK_ROOT = "${taskRoot}";

  /**
   * How the log is written. The levels count with {@code JSON} only.
   *
   * @param format {@code Text} or {@code JSON}
   * @param applicationLevel least severe record of the function that is kept
   * @param systemLevel least severe record of the platform that is kept
   */
  public record Logging(String format, String applicationLevel, String systemLevel) {
    public static final Logging TEXT = new Logging("Text", "INFO", "INFO");
  }

  public FunctionVersion {
    command = List.copyOf(command);
    runtimeEnvironment = Map.copyOf(runtimeEnvironment);
    environment = Map.copyOf(environment);
    variablesFrom = Map.copyOf(variablesFrom);
    artifacts = List.copyOf(artifacts);
  }

  /** The same, published under a number. */
  public FunctionVersion publishedAs(String number) {
    return Revision.stamp(
        new FunctionVersion(
            id,
            number,
            revision,
            runtime,
            command,
            runtimeEnvironment,
            workingDirectory,
            handler,
            memorySizeMb,
            timeoutMs,
            ephemeralStorageMb,
            environment,
            variablesFrom,
            logging,
            artifacts,
            pool));
  }

  /** The function's name. */
  public String name() {
    return id.name();
  }

  /** The same with other variables, and none whose value stands elsewhere. */
  public FunctionVersion withEnvironment(Map<String, String> variables) {
    return new FunctionVersion(
        id,
        version,
        revision,
        runtime,
        command,
        runtimeEnvironment,
        workingDirectory,
        handler,
        memorySizeMb,
        timeoutMs,
        ephemeralStorageMb,
        variables,
        Map.of(),
        logging,
        artifacts,
        pool);
  }

  /** The same under another revision. */
  FunctionVersion withRevision(String other) {
    return new FunctionVersion(
        id,
        version,
        other,
        runtime,
        command,
        runtimeEnvironment,
        workingDirectory,
        handler,
        memorySizeMb,
        timeoutMs,
        ephemeralStorageMb,
        environment,
        variablesFrom,
        logging,
        artifacts,
        pool);
  }
}
