package dev.hearth.cli.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets AWS's client for Java answer a few events of ours once, so that the JVM writes down what it
 * loaded and linked for that. With this AOT cache the client is ready in about 0.6 of the time.
 */
final class JavaTraining implements AutoCloseable {
  /** A method of the JDK that gives back what it is given, so that no code of ours is needed. */
  private static final String HANDLER = "java.util.Stack::push";

  private static final byte[] EVENT =
      "{\"list\":[1,2.5,true,null],\"map\":{\"text\":\"x\"}}".getBytes(StandardCharsets.UTF_8);

  private static final int EVENTS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpServer api;
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch trained = new CountDownLatch(1);

  private JavaTraining() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    api.createContext("/", this::answer);
    api.start();
  }

  /**
   * Makes the cache if it can; starts are only slower without it.
   *
   * @param java the JVM and its flags, as in sandboxes
   * @param client class path and main class of the client
   */
  static void train(List<String> java, Path cache, List<String> client) throws IOException {
    var command = new ArrayList<>(java);
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(client);
    command.add(HANDLER);
    try (var training = new JavaTraining()) {
      training.run(command, cache.getParent());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void run(List<String> command, Path folder) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getAddress().getPort(),
                "AWS_LAMBDA_FUNCTION_NAME", "training",
                "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                "AWS_LAMBDA_LOG_GROUP_NAME", "training",
                "AWS_LAMBDA_LOG_STREAM_NAME", "training"));
    Process process = builder.start();
    try {
      if (trained.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroy(); // the JVM writes the cache as it ends
        process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      if (!exchange.getRequestURI().getPath().endsWith("/next")) {
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      if (asked.incrementAndGet() > EVENTS) {
        trained.countDown();
      }
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "application/json");
      headers.set("Lambda-Runtime-Aws-Request-Id", "training");
      headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(Long.MAX_VALUE / 1_000_000));
      headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:x");
      exchange.sendResponseHeaders(200, EVENT.length);
      exchange.getResponseBody().write(EVENT);
    }
  }

  @Override
  public void close() {
    api.stop(0);
  }
}
