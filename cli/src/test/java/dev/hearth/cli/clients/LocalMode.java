package dev.hearth.cli.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code hearth dev} as a user runs it: a process of its own that is ready when it says so. */
final class LocalMode {
  private static final String MAIN = "dev.hearth.cli.Hearth";

  /** Long enough to build Node's client and all examples on a slow machine. */
  private static final Duration READY_LIMIT = Duration.ofMinutes(8);

  private static final Duration END_LIMIT = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Process process;
  private final int port = freePort();
  private final int managementPort = freePort();
  private final Path log = Path.of("target", "local-mode-" + port + ".log");

  private LocalMode(List<Path> folders) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dhearth.home=" + Path.of("..").toAbsolutePath().normalize());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "dev"));
    command.addAll(List.of("--port", "" + port, "--management-port", "" + managementPort));
    folders.forEach(folder -> command.add(folder.toString()));
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  static LocalMode serving(Path... folders) throws IOException, InterruptedException {
    var mode = new LocalMode(List.of(folders));
    try {
      mode.awaitReady();
      return mode;
    } catch (IOException | InterruptedException | RuntimeException e) {
      mode.process.destroy();
      throw e;
    }
  }

  /** The functions that stand beside these tests. */
  static Path ofTests(String name) {
    return Path.of("src", "test", "resources", "dev", "hearth", "cli", "clients", name);
  }

  /**
   * A path of no file yet that is the same one in every sandbox; /tmp and whatever of this project
   * stands below it is not.
   */
  static Path seenBySandboxes() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/dev/shm"), "hearth-seen-");
    Path file = folder.resolve("file");
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    return file;
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it as Ctrl-C does. */
  void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "local mode did not end within " + END_LIMIT + ", see " + log);
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("local mode ended with " + process.exitValue());
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    var ready = URI.create("http://127.0.0.1:" + managementPort + "/readyz");
    long end = System.nanoTime() + READY_LIMIT.toNanos();
    try (var http = HttpClient.newHttpClient()) {
      while (!answers(http, ready)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IllegalStateException("local mode did not become ready:\n" + log());
        }
        process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private static boolean answers(HttpClient http, URI ready) throws InterruptedException {
    var request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // its port is not open yet
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
