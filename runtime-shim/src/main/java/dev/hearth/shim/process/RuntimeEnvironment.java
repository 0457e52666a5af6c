package dev.hearth.shim.process;

import dev.hearth.shim.function.FunctionSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The environment of a runtime. Later layers win: what the sandbox was started with, defaults a
 * user may replace, the user's own, what the runtime needs, what the platform says.
 */
public final class RuntimeEnvironment {
  /** Lists of folders: the user's come first, those that the runtime needs stay behind them. */
  private static final Set<String> LISTS =
      Set.of("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "NODE_PATH", "CLASSPATH");

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final FunctionSettings function;
  private final Placeholders places;

  private RuntimeEnvironment(FunctionSettings function, Placeholders places) {
    this.function = function;
    this.places = places;
  }

  /**
   * @param inherited the sandbox's own
   * @param runtimeApi host:port
   * @param logStream the name of this sandbox's log stream
   */
  public static Map<String, String> of(
      Map<String, String> inherited,
      FunctionSettings function,
      Placeholders places,
      String runtimeApi,
      String logStream) {
    RuntimeEnvironment environment = new RuntimeEnvironment(function, places);
    environment.variables.putAll(inherited);
    environment.replaceable();
    environment.variables.putAll(function.environment());
    function
        .runtimeEnvironment()
        .forEach((name, value) -> environment.needed(name, places.fill(value)));
    environment.runtime(runtimeApi);
    environment.platform(logStream);
    return environment.variables;
  }

  private void replaceable() {
    String task = places.taskRoot().toString();
    String layer = places.layerRoot().toString();
    String path = variables.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.put("PATH", path + ":" + layer + "/bin");
    needed("LD_LIBRARY_PATH", task + ":" + task + "/lib:" + layer + "/lib");
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
    variables.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000");
  }

  private void needed(String name, String value) {
    String users = variables.getOrDefault(name, "");
    variables.put(name, LISTS.contains(name) && !users.isEmpty() ? users + ":" + value : value);
  }

  private void runtime(String runtimeApi) {
    variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    variables.put("_HANDLER", function.handler());
    variables.put("LAMBDA_TASK_ROOT", places.taskRoot().toString());
    variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    variables.remove("AWS_EXECUTION_ENV");
    if (!function.runtime().startsWith("provided")) {
      variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
    }
  }

  private void platform(String logStream) {
    variables.put("AWS_REGION", function.region());
    variables.put("AWS_DEFAULT_REGION", function.region());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", function.version());
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memorySizeMb()));
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", function.initializationType());
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    variables.put("AWS_LAMBDA_LOG_FORMAT", function.logs().json() ? "JSON" : "Text");
    variables.remove("AWS_LAMBDA_LOG_LEVEL");
    if (function.logs().json() && !function.logs().applicationLevel().isEmpty()) {
      variables.put("AWS_LAMBDA_LOG_LEVEL", function.logs().applicationLevel());
    }
    variables.put("_AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1");
    variables.put("_AWS_XRAY_DAEMON_PORT", "2000");
    // Would make interface clients write framed records to a descriptor that is not there.
    variables.remove("_LAMBDA_TELEMETRY_LOG_FD");
  }
}
