package dev.hearth.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A web server for one test: each path answers what the test has it answer; others are 404. */
public final class LoopbackServer implements AutoCloseable {
  /** How one path answers. */
  @FunctionalInterface
  public interface Answer {
    /** Sends it; the exchange is closed afterwards. */
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  public LoopbackServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answers
                .getOrDefault(
                    exchange.getRequestURI().getPath(), e -> e.sendResponseHeaders(404, -1))
                .to(exchange);
          }
        });
    server.start();
  }

  /** Host and port. */
  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Has a path answer so. */
  public void on(String path, Answer answer) {
    answers.put(path, answer);
  }

  /** Has a path answer 200 with these bytes. */
  public void on(String path, byte[] body) {
    on(path, exchange -> send(exchange, body));
  }

  /** Answers 200 with these bytes. */
  public static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
