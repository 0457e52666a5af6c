package dev.hearth.cli.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code python3.x}: the machine's own Python with AWS's {@code awslambdaric} and boto3, as AWS's
 * image has them, in a virtual environment of the cache.
 */
final class PythonRuntime {
  static final String CLIENT_VERSION = "4.2.2";
  static final String BOTO3_VERSION = "1.44.5";
  static final int OLDEST_MINOR = 10;

  private static final Duration LOOK_LIMIT = Duration.ofSeconds(20);
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(10);
  private static final String INSTALL =
      "Install Python 3.10 or newer (Debian and Ubuntu: apt-get install python3 python3-venv;"
          + " Fedora: dnf install python3) and start again.";

  private final HostTools tools;
  private final RuntimeCache cache;
  private final Consumer<String> progress;

  PythonRuntime(HostTools tools, RuntimeCache cache, Consumer<String> progress) {
    this.tools = tools;
    this.cache = cache;
    this.progress = progress;
  }

  /** An interpreter that answers, e.g. one that pyenv stands in front of. */
  private record Interpreter(Path executable, int minor, int patch) {
    String version() {
      return "3." + minor + "." + patch;
    }
  }

  Resolution.Found resolve(String runtime) throws IOException, MissingRuntimeException {
    Interpreter python = find(runtime);
    if (!runtime.equals("python3." + python.minor)) {
      progress.accept(
          runtime
              + " runs with this machine's Python "
              + python.version()
              + ", "
              + python.executable);
    }
    String key =
        "python-%s-%08x-ric-%s-boto3-%s"
            .formatted(
                python.version(),
                python.executable.toString().hashCode(),
                CLIENT_VERSION,
                BOTO3_VERSION);
    Path folder;
    try (var _ =
        Progress.of(
            runtime + ": preparing awslambdaric and boto3, once for this machine", progress)) {
      folder = cache.get(key, place -> prepare(runtime, python, place));
    }
    // -B: code folders may be read-only, and a sandbox's bytecode would be thrown away with it.
    return new Resolution.Found(
        List.of(
            folder.resolve("venv/bin/python").toString(),
            "-B",
            folder.resolve("start.py").toString(),
            "${taskRoot}",
            "${layerRoot}",
            "${handler}"),
        Map.of());
  }

  private Interpreter find(String runtime) throws IOException, MissingRuntimeException {
    Optional<Interpreter> tooOld = Optional.empty();
    for (String name : List.of(runtime, "python3")) {
      Optional<Path> program = tools.find(name);
      Optional<Interpreter> python = program.isEmpty() ? Optional.empty() : ask(program.get());
      if (python.isPresent() && python.get().minor >= OLDEST_MINOR) {
        return python.get();
      }
      tooOld = tooOld.or(() -> python);
    }
    String here =
        tooOld
            .map(python -> "this machine's Python is " + python.version())
            .orElse("there is no python3 on the PATH");
    throw new MissingRuntimeException(runtime + " cannot run: " + here + ". " + INSTALL);
  }

  private Optional<Interpreter> ask(Path program) throws IOException {
    String script = "import sys; print('%d %d' % sys.version_info[1:3] + '\\n' + sys.executable)";
    List<String> command = List.of(program.toString(), "-c", script);
    HostTools.Run run = tools.run(command, Path.of("/"), Map.of(), LOOK_LIMIT);
    List<String> lines = run.output().lines().toList();
    if (!run.succeeded() || lines.size() != 2) {
      return Optional.empty();
    }
    String[] numbers = lines.getFirst().split(" ", -1);
    return Optional.of(
        new Interpreter(
            Path.of(lines.getLast()).toRealPath(),
            Integer.parseInt(numbers[0]),
            Integer.parseInt(numbers[1])));
  }

  private void prepare(String runtime, Interpreter python, Path place)
      throws IOException, MissingRuntimeException {
    Path venv = place.resolve("venv");
    List<String> create = List.of(python.executable.toString(), "-m", "venv", venv.toString());
    HostTools.Run created = tools.run(create, place, Map.of(), INSTALL_LIMIT);
    if (!created.succeeded()) {
      throw new MissingRuntimeException(
          PreparationFailure.explain(runtime + "'s virtual environment", "PyPI", created)
              + "\n"
              + INSTALL);
    }
    String client = "awslambdaric==" + CLIENT_VERSION;
    String boto3 = "boto3==" + BOTO3_VERSION;
    HostTools.Run installed =
        tools.run(
            List.of(venv.resolve("bin/python").toString(), "-m", "pip", "install", client, boto3),
            place,
            Map.of("PIP_DISABLE_PIP_VERSION_CHECK", "1", "PIP_NO_INPUT", "1"),
            INSTALL_LIMIT);
    if (!installed.succeeded()) {
      throw new MissingRuntimeException(
          PreparationFailure.explain(runtime + ": " + client + " and " + boto3, "PyPI", installed));
    }
    Resources.copy("start.py", place.resolve("start.py"));
  }
}
