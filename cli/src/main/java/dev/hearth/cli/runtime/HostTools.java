package dev.hearth.cli.runtime;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds the machine's own programs and runs them to their end. */
final class HostTools {
  /** How much of a program's output is kept: its last bytes, where the error stands. */
  static final int OUTPUT_LIMIT_BYTES = 16_384;

  private final Map<String, String> environment;

  HostTools(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * How a program ended.
   *
   * @param status its exit status, or -1 where it was ended because its time was up
   * @param output the last of what it wrote to either stream
   */
  record Run(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }
  }

  /** The program of that name that the PATH leads to. */
  Optional<Path> find(String name) {
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path candidate = Path.of(folder).resolve(name);
      if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * Runs a command until it ends or its time is up.
   *
   * @param more variables on top of the ones that hearth was started with
   */
  Run run(List<String> command, Path folder, Map<String, String> more, Duration limit)
      throws IOException {
    Path log = Files.createTempFile("hearth-", ".log");
    try {
      var environmentOfChild = new HashMap<>(environment);
      environmentOfChild.putAll(more);
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().putAll(environmentOfChild);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      int status = await(builder.start(), limit);
      return new Run(status, tail(log));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static int await(Process process, Duration limit) throws IOException {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      end(process);
      return -1;
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String tail(Path log) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(0, file.length() - OUTPUT_LIMIT_BYTES);
      var bytes = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    }
  }
}
