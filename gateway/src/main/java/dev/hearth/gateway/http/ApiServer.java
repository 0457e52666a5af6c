package dev.hearth.gateway.http;

import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.invocation.Invoker;
import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import dev.hearth.gateway.ownership.Ownership;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;

/**
 * The AWS Lambda API on one event loop; several of them share the port. Keeps an eye on its
 * clients' connections.
 */
public final class ApiServer extends VerticleBase {
  private static final long SWEEP_MS = 500;
  private static final int MAX_CHUNK = 64 * 1024;
  private static final int BACKLOG = 1_024;

  /** Makes Vert.x take one free port for all event loops instead of one for each. */
  private static final int ANY_SHARED_PORT = -1;

  /**
   * What all event loops share.
   *
   * @param connections how many clients are connected now
   * @param ending whether clients are to send their next request to another gateway
   * @param forwardSecret what gateways have in common that send requests on to each other
   */
  public record Shared(
      String host,
      int port,
      Accounts accounts,
      String region,
      RequestLimits limits,
      Invoker invoker,
      InstantSource clock,
      LongSupplier nanoClock,
      AtomicInteger connections,
      BooleanSupplier ending,
      Ownership ownership,
      SecretKey forwardSecret) {}

  private final Shared shared;
  private final Hops hops;
  private final InvokeEndpoint endpoint;
  private final Map<HttpConnection, ClientConnection> clients = new HashMap<>();
  private final RequestIds ids;
  private HttpServer server;

  public ApiServer(Shared shared, RandomGenerator random) {
    this.shared = shared;
    this.ids = new RequestIds(random, shared.clock());
    var seal = new ForwardSeal(shared.forwardSecret(), shared.clock());
    this.hops = new Hops(shared.ownership(), seal, shared.nanoClock());
    this.endpoint =
        new InvokeEndpoint(
            shared.invoker(), ids, shared.accounts(), shared.region(), shared.nanoClock(), hops);
  }

  @Override
  public Future<?> start() {
    hops.start(vertx);
    server = vertx.createHttpServer(options());
    server.connectionHandler(this::connected);
    server.requestHandler(this::requested);
    server.invalidRequestHandler(this::malformed);
    server.exceptionHandler(e -> {});
    vertx.setPeriodic(SWEEP_MS, t -> sweep());
    return server.listen();
  }

  /** Where it listens. */
  public int port() {
    return server.actualPort();
  }

  /** Takes no more requests and waits for those in flight. */
  public Future<Void> shutdown(long seconds) {
    return server.shutdown(seconds, TimeUnit.SECONDS);
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(shared.host())
        .setPort(shared.port() == 0 ? ANY_SHARED_PORT : shared.port())
        .setAcceptBacklog(BACKLOG)
        .setTcpNoDelay(true)
        .setHttp2ClearTextEnabled(false)
        .setMaxChunkSize(MAX_CHUNK)
        .setMaxHeaderSize(shared.limits().maxHeaderBytes())
        .setMaxInitialLineLength(shared.limits().maxRequestLineBytes());
  }

  private void connected(HttpConnection connection) {
    var client = new ClientConnection(shared.nanoClock().getAsLong());
    boolean tooMany = shared.connections().incrementAndGet() > shared.limits().maxConnections();
    clients.put(connection, client);
    connection.closeHandler(
        v -> {
          shared.connections().decrementAndGet();
          clients.remove(connection);
          client.closed();
        });
    if (tooMany) {
      connection.close();
    }
  }

  private void requested(HttpServerRequest request) {
    ClientConnection client = clients.get(request.connection());
    client.requestBegan(shared.nanoClock().getAsLong());
    request.endHandler(v -> client.bodyEnded(shared.nanoClock().getAsLong()));
    request.response().endHandler(v -> client.responseEnded(shared.nanoClock().getAsLong()));
    // A client that learns it only from a closed connection may have sent its next request on it.
    request
        .response()
        .headersEndHandler(
            v -> {
              if (shared.ending().getAsBoolean()) {
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
              }
            });
    endpoint.handle(request, client);
  }

  private void malformed(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    Rejection rejection =
        cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException
            ? Rejection.REQUEST_HEAD_TOO_LARGE
            : Rejection.VALIDATION;
    request.response().putHeader(Names.REQUEST_ID, ids.requestId());
    Answers.rejected(
        request.response(),
        new Outcome.Rejected(rejection, "Not a request: " + cause.getMessage()));
  }

  private void sweep() {
    long now = shared.nanoClock().getAsLong();
    long quiet = shared.limits().quietConnection().toNanos();
    long upload = shared.limits().upload().toNanos();
    for (HttpConnection connection : clients.keySet().toArray(HttpConnection[]::new)) {
      if (clients.get(connection).slow(now, quiet, upload)) {
        connection.close();
      }
    }
  }
}
