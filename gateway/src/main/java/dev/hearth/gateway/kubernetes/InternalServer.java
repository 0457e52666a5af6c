package dev.hearth.gateway.kubernetes;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.crds.InternalApi;
import dev.hearth.gateway.function.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The internal API: code for gateways, and what they want of the operator. It is asked seldom, so
 * each request has a thread of its own and may block.
 */
final class InternalServer implements AutoCloseable {
  /** Bytes of the largest zip. */
  static final long MAX_ARTIFACT = 52_428_800;

  /** Requests under way at one time; more are refused with 503. */
  static final int MAX_REQUESTS = 64;

  /** Longest wait for a change of demand. */
  static final Duration MAX_PATIENCE = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger(InternalServer.class.getName());
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern AFTER = Pattern.compile("after=([0-9]{1,18})&waitMs=([0-9]{1,9})");
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(MAX_REQUESTS);
  private final InternalProof proof;
  private final ArtifactStore artifacts;
  private final MissingCode missing;
  private final Demand demand;
  private final JsonMapper json = JsonMapper.builder().build();

  InternalServer(
      InetSocketAddress address,
      InternalProof proof,
      ArtifactStore artifacts,
      MissingCode missing,
      Demand demand)
      throws IOException {
    this.proof = proof;
    this.artifacts = artifacts;
    this.missing = missing;
    this.demand = demand;
    server = HttpServer.create(address, 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  void start() {
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean admitted = room.tryAcquire();
    try (exchange) {
      if (!admitted) {
        exchange.sendResponseHeaders(503, NO_BODY);
      } else if (!isOurs(exchange)) {
        exchange.sendResponseHeaders(401, NO_BODY);
      } else {
        serve(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "an internal request failed", e);
      throw e;
    } finally {
      if (admitted) {
        room.release();
      }
    }
  }

  private boolean isOurs(HttpExchange exchange) {
    return proof.holds(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        exchange.getRequestHeaders().getFirst(InternalApi.EXPIRES),
        exchange.getRequestHeaders().getFirst(InternalApi.SIGNATURE));
  }

  private void serve(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (path.equals(InternalApi.DEMAND) && method.equals("GET")) {
      tellDemand(exchange);
      return;
    }
    String sha256 =
        path.startsWith(InternalApi.ARTIFACTS)
            ? path.substring(InternalApi.ARTIFACTS.length())
            : "";
    if (!SHA256.matcher(sha256).matches()) {
      exchange.sendResponseHeaders(404, NO_BODY);
      return;
    }
    switch (method) {
      case "HEAD" -> exchange.sendResponseHeaders(artifacts.has(sha256) ? 200 : 404, NO_BODY);
      case "GET" -> give(exchange, artifacts.path(sha256));
      case "PUT" -> take(exchange, sha256);
      default -> exchange.sendResponseHeaders(405, NO_BODY);
    }
  }

  private static void give(HttpExchange exchange, Path zip) throws IOException {
    try (InputStream bytes = Files.newInputStream(zip)) {
      exchange.sendResponseHeaders(200, Files.size(zip));
      bytes.transferTo(exchange.getResponseBody());
    } catch (NoSuchFileException e) {
      exchange.sendResponseHeaders(404, NO_BODY);
    }
  }

  private void take(HttpExchange exchange, String sha256) throws IOException {
    boolean good = artifacts.putExpected(sha256, MAX_ARTIFACT, exchange.getRequestBody());
    if (good) {
      missing.arrived(sha256);
    }
    exchange.sendResponseHeaders(good ? 201 : 422, NO_BODY);
  }

  private void tellDemand(HttpExchange exchange) throws IOException, InterruptedException {
    String query = exchange.getRequestURI().getQuery();
    Matcher asked = AFTER.matcher(query == null ? "" : query);
    if (!asked.matches()) {
      exchange.sendResponseHeaders(400, NO_BODY);
      return;
    }
    long wait = Math.min(Long.parseLong(asked.group(2)), MAX_PATIENCE.toMillis());
    Demand.Snapshot now = demand.after(Long.parseLong(asked.group(1)), Duration.ofMillis(wait));
    byte[] document = json.writeValueAsBytes(now);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, document.length);
    exchange.getResponseBody().write(document);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
