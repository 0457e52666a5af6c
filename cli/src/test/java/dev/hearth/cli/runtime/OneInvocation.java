package dev.hearth.cli.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A Runtime API that has one invocation and keeps what the runtime says to it, good or bad. */
final class OneInvocation implements AutoCloseable {
  private final HttpServer server;
  private final byte[] event;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  OneInvocation(String event) throws IOException {
    this.event = event.getBytes(StandardCharsets.UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String answer() throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().endsWith("/next")) {
        byte[] body = exchange.getRequestBody().readAllBytes();
        answer.complete(new String(body, StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      if (taken.getAndSet(true)) {
        closed.await();
        return;
      }
      long deadline = System.currentTimeMillis() + 30_000;
      // AWS's native clients read the content type unasked and crash where there is none.
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "r1");
      exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Invoked-Function-Arn",
              "arn:aws:lambda:us-east-1:000000000000:function:f");
      exchange.sendResponseHeaders(200, event.length);
      exchange.getResponseBody().write(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
