package dev.hearth.shim.process;

import dev.hearth.shim.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a test's main class in a JVM of its own, alone in its namespace as pid 1 or not. */
final class Sandboxed {
  /** How long the kernel is asked for namespaces, and how long a main may take. */
  private static final long PROBE_SECONDS = 10;

  private static final long RUN_SECONDS = 60;

  private static final List<List<String>> NAMESPACES =
      List.of(
          List.of("unshare", "--pid", "--mount", "--fork", "--mount-proc", "--kill-child"),
          List.of(
              "unshare",
              "--user",
              "--map-root-user",
              "--pid",
              "--mount",
              "--fork",
              "--mount-proc",
              "--kill-child"));

  /** What it printed, both streams together. */
  record Result(int status, String output) {}

  private Sandboxed() {}

  static Result asInit(Class<?> main, String... arguments) throws Exception {
    Skipped.unlessInstalled("unshare");
    for (List<String> namespace : NAMESPACES) {
      var probe = new ArrayList<>(namespace);
      probe.add("true");
      if (run(probe, PROBE_SECONDS).status() == 0) {
        return run(java(namespace, main, arguments), RUN_SECONDS);
      }
    }
    Skipped.because("unshare is refused here, so nothing can be pid 1");
    throw new AssertionError();
  }

  static Result besideOthers(Class<?> main, String... arguments) throws Exception {
    return run(java(List.of(), main, arguments), RUN_SECONDS);
  }

  private static List<String> java(List<String> prefix, Class<?> main, String... arguments) {
    var command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx64m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  private static Result run(List<String> command, long seconds)
      throws IOException, InterruptedException {
    var output = Path.of(System.getProperty("java.io.tmpdir"), "out-" + System.nanoTime());
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    var running = process.start();
    try {
      boolean ended = running.waitFor(seconds, TimeUnit.SECONDS);
      String text = Files.readString(output);
      return new Result(ended ? running.exitValue() : -1, text);
    } finally {
      running.destroyForcibly();
      Files.delete(output);
    }
  }
}
