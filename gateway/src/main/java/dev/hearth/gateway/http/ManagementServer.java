package dev.hearth.gateway.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BooleanSupplier;

/** Health and metrics, on a port of their own. */
public final class ManagementServer {
  private final Vertx vertx;
  private final HttpServer server;
  private final PrometheusMeterRegistry registry;
  private final BooleanSupplier ready;

  public ManagementServer(
      Vertx vertx, String host, int port, PrometheusMeterRegistry registry, BooleanSupplier ready) {
    this.vertx = vertx;
    this.registry = registry;
    this.ready = ready;
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions().setHost(host).setPort(port).setHttp2ClearTextEnabled(false))
            .requestHandler(this::handle);
  }

  public Future<HttpServer> start() {
    return server.listen();
  }

  public boolean isOpen() {
    return server.actualPort() > 0;
  }

  public int port() {
    return server.actualPort();
  }

  private void handle(HttpServerRequest request) {
    switch (request.path()) {
      case "/healthz" -> text(request, 200, "ok\n");
      case "/readyz" -> {
        boolean now = ready.getAsBoolean();
        text(request, now ? 200 : 503, now ? "ready\n" : "not ready\n");
      }
      case "/metrics" ->
          vertx
              .executeBlocking(() -> registry.scrape(), false)
              .onSuccess(metrics -> text(request, 200, metrics))
              .onFailure(e -> text(request, 500, e + "\n"));
      default -> text(request, 404, "not found\n");
    }
  }

  private static void text(HttpServerRequest request, int status, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .end(body);
  }
}
