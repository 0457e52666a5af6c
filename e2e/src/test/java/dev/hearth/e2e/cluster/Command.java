package dev.hearth.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program of this machine, run to its end within a time. */
public final class Command {
  private Command() {}

  /** Standard output and error of a program that must succeed. */
  public static String run(Duration limit, List<String> words)
      throws IOException, InterruptedException {
    return run(limit, Path.of("."), Map.of(), words);
  }

  /**
   * The same in a folder and with more environment.
   *
   * @param environment is added to this process's own
   */
  public static String run(
      Duration limit, Path folder, Map<String, String> environment, List<String> words)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    var output = CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException(words + " took more than " + limit + ":\n" + output.join());
    }
    if (process.exitValue() != 0) {
      throw new IOException(words + " ended with " + process.exitValue() + ":\n" + output.join());
    }
    return output.join();
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
