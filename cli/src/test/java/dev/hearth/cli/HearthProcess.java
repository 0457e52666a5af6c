package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A hearth in a process of its own, as a user starts it. */
final class HearthProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 120;
  private static final Pattern SERVING =
      Pattern.compile("hearth: serving at http://127.0.0.1:(\\d+) .*http://127.0.0.1:(\\d+)\\).*");

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> lines = new ArrayList<>();
  private final Process process;
  private final Thread reader;

  private HearthProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().start(this::read);
  }

  /**
   * Starts a command.
   *
   * @param folder for temporary files
   */
  static HearthProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, Path.of("..").toRealPath(), Map.of(), arguments);
  }

  /**
   * The same for a Hearth that is somewhere else, or with more in its environment.
   *
   * @param home the repository
   */
  static HearthProcess start(
      Path folder, Path home, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Dhearth.home=" + home);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Hearth.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Not below /tmp, since sandboxes see the cache wherever it is.
    builder
        .environment()
        .put("HEARTH_CACHE", Path.of("target/it-cache").toAbsolutePath().toString());
    builder.environment().putAll(environment);
    return new HearthProcess(builder.start());
  }

  /** Starts {@code dev} on free ports and waits until it serves. */
  static HearthProcess dev(Path folder, Path functions) throws Exception {
    HearthProcess hearth = start(folder, "dev", "--port", "0", functions.toString());
    hearth.await(SERVING);
    return hearth;
  }

  int port() throws Exception {
    return Integer.parseInt(await(SERVING).group(1));
  }

  int managementPort() throws Exception {
    return Integer.parseInt(await(SERVING).group(2));
  }

  /** Invokes a function; what it answers is the response's body. */
  CompletableFuture<HttpResponse<String>> invoke(String function, String event) throws Exception {
    var uri = "http://127.0.0.1:%d/2015-03-31/functions/%s/invocations".formatted(port(), function);
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .POST(HttpRequest.BodyPublishers.ofString(event))
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The body of a good answer. */
  String answer(String function, String event) throws Exception {
    var response = invoke(function, event).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertEquals(200, response.statusCode(), response.body());
    assertTrue(response.headers().firstValue("X-Amz-Function-Error").isEmpty(), response::body);
    return response.body();
  }

  int status(int port, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + port + path);
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  /** Waits for a line of the output that matches as a whole. */
  Matcher await(Pattern pattern) throws Exception {
    String line = awaitLine(text -> pattern.matcher(text).matches());
    Matcher matcher = pattern.matcher(line);
    assertTrue(matcher.matches());
    return matcher;
  }

  String awaitLine(Predicate<String> wanted) throws Exception {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    synchronized (lines) {
      while (true) {
        var found = lines.stream().filter(wanted).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
        assertTrue(left > 0 && (process.isAlive() || left > 1), () -> "not printed: " + output());
        lines.wait(Math.min(left, 500));
      }
    }
  }

  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** Everything it printed; only once it has ended. */
  String wholeOutput() throws InterruptedException {
    reader.join();
    return output();
  }

  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  int exitCode() throws InterruptedException {
    assertTrue(
        process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "it does not end: " + output());
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    client.close();
  }

  private void read() {
    try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      // It was killed, as some tests do.
    }
  }
}
