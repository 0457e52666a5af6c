package dev.hearth.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.cli.code.CodeException;
import dev.hearth.cli.process.Leash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * What an example needs beside its function, e.g. a local DynamoDB: one command per function, from
 * the manifest's annotation, which prints the line {@code ready} when it is.
 */
final class Services implements AutoCloseable {
  /** The manifest's annotation that holds the command; it runs in the manifest's folder. */
  static final String ANNOTATION = "hearth.dev/services";

  /** How long a service may take to be ready; the first time it may have to be downloaded. */
  static final Duration MAX_START = Duration.ofMinutes(5);

  private static final String READY = "ready";
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final int LINES_SHOWN = 20;

  private final Leash leash;
  private final Map<String, String> environment;
  private final Duration maxStart;
  private final BiConsumer<String, String> log;
  private final Map<String, Service> running = new ConcurrentHashMap<>();

  private record Service(String command, Path folder, Process process) {}

  /**
   * @param environment what hearth was started with
   * @param log is given a function's name and a line of its service
   */
  Services(
      Leash leash,
      Map<String, String> environment,
      Duration maxStart,
      BiConsumer<String, String> log) {
    this.leash = leash;
    this.environment = Map.copyOf(environment);
    this.maxStart = maxStart;
    this.log = log;
  }

  /** Returns when the function's service is ready, started now if it does not run yet. */
  void ensure(String function, String command, Path folder)
      throws IOException, CodeException, InterruptedException {
    Service now = running.get(function);
    if (now != null
        && now.process().isAlive()
        && now.command().equals(command)
        && now.folder().equals(folder)) {
      return;
    }
    stop(function);
    var builder =
        new ProcessBuilder("sh", "-c", "exec " + command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = leash.startNow(builder, Leash.As.USER);
    running.put(function, new Service(command, folder, process));
    try {
      awaitReady(function, process);
    } catch (CodeException e) {
      stop(function);
      throw e;
    }
  }

  @Override
  public void close() {
    running.keySet().stream().parallel().forEach(this::stop);
  }

  private void awaitReady(String function, Process process)
      throws CodeException, InterruptedException {
    var ready = new CompletableFuture<Void>();
    Thread.ofPlatform()
        .daemon()
        .name("service-" + function)
        .start(() -> read(function, process, ready));
    try {
      ready.get(maxStart.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed("was not ready after " + maxStart.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw failed(e.getCause().getMessage());
    }
  }

  private void read(String function, Process process, CompletableFuture<Void> ready) {
    Deque<String> last = new ArrayDeque<>();
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(READY) && ready.complete(null)) {
          continue;
        }
        log.accept(function, "service: " + line);
        last.add(line);
        if (last.size() > LINES_SHOWN) {
          last.remove();
        }
      }
    } catch (IOException e) {
      log.accept(function, "service: " + e.getMessage());
    }
    ready.completeExceptionally(
        new IOException("ended before it was ready:\n" + String.join("\n", last)));
  }

  private static CodeException failed(String how) {
    return new CodeException("InvalidConfiguration", "its service (" + ANNOTATION + ") " + how);
  }

  /** Ends a function's service, if it has one. */
  void stop(String function) {
    Service service = running.remove(function);
    if (service == null) {
      return;
    }
    try {
      leash.terminate(service.process());
      service.process().waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      leash.kill(service.process());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
