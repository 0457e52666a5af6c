package dev.hearth.cli.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@code nodejs*}: the machine's own Node.js with AWS's {@code aws-lambda-ric}.
 *
 * <p>AWS has two lines of that client. 4.x is what {@code nodejs24.x} and later have: it refuses
 * handlers with a callback. Earlier runtimes allow them and have 3.x. Both need the same native
 * module, which AWS ships as source only. 3.x builds curl from a checkout for it, which needs
 * autoconf, automake and libtool and takes two minutes; 4.x brings curl's release archive, builds
 * with a C++ compiler, make and cmake alone, and takes 40 s on two cores. The module's source is
 * the same file in both, and its N-API interface does not depend on Node's version, so it is built
 * once from 4.x and serves both. A client without it is no way out: it is what sends responses
 * before {@code process.exit} ends a failed runtime.
 */
final class NodeRuntime {
  static final String OLD_CLIENT_VERSION = "3.3.0";
  static final String NEW_CLIENT_VERSION = "4.0.2";
  static final int FIRST_WITH_NEW_CLIENT = 24;
  static final int OLDEST_HOST = 18;

  private static final Duration LOOK_LIMIT = Duration.ofSeconds(20);
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(15);
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.\\d+\\.\\d+");
  private static final Pattern RUNTIME = Pattern.compile("nodejs(\\d+)\\.x");
  private static final String INSTALL_NODE =
      "Install Node.js 20 or newer (Debian and Ubuntu: apt-get install nodejs npm; Fedora: dnf"
          + " install nodejs npm) and start again.";
  private static final String INSTALL_BUILD_TOOLS =
      "They are needed once, to build the native part of AWS's client (Debian and Ubuntu: apt-get"
          + " install npm cmake make g++ python3 xz-utils; Fedora: dnf install npm cmake make gcc-c++"
          + " python3 xz). Install them and start again.";

  /** The clients under names that let both be there; one node-gyp is enough for them. */
  private static final String PACKAGES =
      """
      {"private": true,
       "dependencies": {"old": "npm:aws-lambda-ric@%s", "new": "npm:aws-lambda-ric@%s"},
       "overrides": {"node-gyp": "11.5.0", "node-addon-api": "8.5.0"}}
      """
          .formatted(OLD_CLIENT_VERSION, NEW_CLIENT_VERSION);

  /** AWS leaves a tenth of the function's memory to what is not JavaScript's. */
  private static final String START =
      "exec \"$0\" --max-old-space-size=$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 9 / 10)) \"$@\"";

  private final HostTools tools;
  private final RuntimeCache cache;
  private final Consumer<String> progress;

  NodeRuntime(HostTools tools, RuntimeCache cache, Consumer<String> progress) {
    this.tools = tools;
    this.cache = cache;
    this.progress = progress;
  }

  Resolution.Found resolve(String runtime) throws IOException, MissingRuntimeException {
    var wanted = RUNTIME.matcher(runtime);
    if (!wanted.matches()) {
      throw new MissingRuntimeException(
          runtime + " is no Node.js runtime of AWS; write e.g. nodejs22.x.");
    }
    int wantedMajor = Integer.parseInt(wanted.group(1));
    Optional<Path> program = tools.find("node");
    if (program.isEmpty()) {
      throw new MissingRuntimeException(
          runtime + " cannot run: there is no node on the PATH. " + INSTALL_NODE);
    }
    Path node = program.get().toRealPath();
    String version = version(runtime, node);
    int major = Integer.parseInt(version.substring(1, version.indexOf('.')));
    if (major < OLDEST_HOST) {
      throw new MissingRuntimeException(
          runtime + " cannot run: this machine's Node.js is " + version + ". " + INSTALL_NODE);
    }
    if (major != wantedMajor) {
      progress.accept(runtime + " runs with this machine's Node.js " + version + ", " + node);
    }
    Path folder = clients(runtime, node);
    return wantedMajor >= FIRST_WITH_NEW_CLIENT
        ? start(node, folder.resolve("new/index.mjs"), "${handler}")
        : start(node, folder.resolve("start.mjs"), "${taskRoot}", "${handler}");
  }

  private static Resolution.Found start(Path node, Path script, String... arguments) {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", START, node.toString()));
    command.add(script.toString());
    command.addAll(List.of(arguments));
    return new Resolution.Found(command, Map.of("NODE_PATH", "${layerRoot}/nodejs/node_modules"));
  }

  private String version(String runtime, Path node) throws IOException, MissingRuntimeException {
    List<String> command = List.of(node.toString(), "--version");
    HostTools.Run run = tools.run(command, Path.of("/"), Map.of(), LOOK_LIMIT);
    if (!run.succeeded() || !VERSION.matcher(run.output()).matches()) {
      throw new MissingRuntimeException(
          runtime + " cannot run: " + node + " does not work. " + INSTALL_NODE);
    }
    return run.output();
  }

  private Path clients(String runtime, Path node) throws IOException, MissingRuntimeException {
    String key =
        "node-ric-%s-%s-%s"
            .formatted(OLD_CLIENT_VERSION, NEW_CLIENT_VERSION, System.getProperty("os.arch"));
    String work =
        runtime + ": building AWS's client for Node.js, once for this machine, about a minute";
    try (var _ = Progress.of(work, progress)) {
      return cache.get(key, place -> prepare(runtime, node, place));
    }
  }

  private void prepare(String runtime, Path node, Path place)
      throws IOException, MissingRuntimeException {
    List<String> missing = missingTools();
    if (!missing.isEmpty()) {
      throw new MissingRuntimeException(
          runtime
              + " cannot run yet: "
              + String.join(", ", missing)
              + " not found on the PATH. "
              + INSTALL_BUILD_TOOLS);
    }
    Path build = Files.createDirectory(place.resolve("build"));
    Files.writeString(build.resolve("package.json"), PACKAGES);
    Path sources = build.resolve("node_modules/new");
    Map<String, String> settings = settings(node);
    // The packages' own scripts are run by us: npm may be told not to run any.
    step(
        build,
        settings,
        List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"));
    step(sources, settings, List.of("sh", "scripts/preinstall.sh"));
    step(sources, settings, List.of("sh", "scripts/postinstall.sh"));
    keep(build, place, "client", "old/dist/index.mjs");
    keep(build, place, "new", "new/index.mjs");
    Resources.copy("start.mjs", place.resolve("start.mjs"));
    RuntimeCache.delete(build);
  }

  private List<String> missingTools() {
    var missing = new ArrayList<String>();
    for (String tool : List.of("npm", "cmake", "make", "c++", "python3", "tar", "xz")) {
      if (tools.find(tool).isEmpty()) {
        missing.add(tool);
      }
    }
    return missing;
  }

  private void step(Path folder, Map<String, String> settings, List<String> command)
      throws IOException, MissingRuntimeException {
    HostTools.Run run = tools.run(command, folder, settings, BUILD_LIMIT);
    if (!run.succeeded()) {
      String what = "aws-lambda-ric " + NEW_CLIENT_VERSION + " (" + String.join(" ", command) + ")";
      throw new MissingRuntimeException(PreparationFailure.explain(what, "The npm registry", run));
    }
  }

  /** With Node's headers beside it, node-gyp need not fetch them. */
  private static Map<String, String> settings(Path node) {
    Path home = node.resolve("../..").normalize();
    return Files.isRegularFile(home.resolve("include/node/node_api.h"))
        ? Map.of("npm_config_nodedir", home.toString(), "npm_config_update_notifier", "false")
        : Map.of("npm_config_update_notifier", "false");
  }

  private static void keep(Path build, Path place, String name, String script) throws IOException {
    Path folder = Files.createDirectory(place.resolve(name));
    Path modules = build.resolve("node_modules");
    Files.copy(modules.resolve(script), folder.resolve("index.mjs"));
    Files.copy(modules.resolve("new/rapid-client.node"), folder.resolve("rapid-client.node"));
  }
}
