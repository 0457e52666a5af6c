package dev.hearth.gateway.http;

import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.sandbox.shim.Call;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends requests on to other gateways over kept connections, and their answers back as they come.
 * What another gateway may have begun is not sent again. Belongs to one event loop.
 */
final class Relay {
  /** Requests that are with one other gateway at one time, for each event loop; more wait. */
  static final int MAX_CONNECTIONS = 4_096;

  private static final int CONNECT_MS = 1_000;

  /** Less than what a gateway grants a connection on which nothing happens. */
  private static final int KEPT_S = 60;

  private static final int MAX_CHUNK = 64 * 1024;
  private static final long SWEEP_MS = 500;

  /** They are about one connection, not about what it carries. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "keep-alive", "transfer-encoding");

  private static final Outcome.Rejected LOST =
      new Outcome.Rejected(
          Rejection.SERVICE,
          "The gateway that decides for this function was lost. The function may have run.");

  private final HttpClient http;
  private final Ownership ownership;
  private final ForwardSeal seal;
  private final Consumer<Hops.Led> notBegun;
  private final Set<Hop> open = new HashSet<>();

  /**
   * @param notBegun takes requests back of which the other gateway has begun nothing
   */
  Relay(Vertx loop, Ownership ownership, ForwardSeal seal, Consumer<Hops.Led> notBegun) {
    this.ownership = ownership;
    this.seal = seal;
    this.notBegun = notBegun;
    http =
        loop.createHttpClient(
            new HttpClientOptions()
                .setTcpNoDelay(true)
                .setConnectTimeout(CONNECT_MS)
                .setKeepAliveTimeout(KEPT_S)
                .setMaxChunkSize(MAX_CHUNK)
                .setMaxHeaderSize(MAX_CHUNK),
            new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    loop.setPeriodic(SWEEP_MS, t -> sweep());
  }

  private static final class Hop {
    final Hops.Led led;
    final String owner;
    final HttpClientRequest out;
    boolean mayHaveBegun;

    Hop(Hops.Led led, String owner, HttpClientRequest out) {
      this.led = led;
      this.owner = owner;
      this.out = out;
      this.mayHaveBegun = led.event() != null;
    }

    HttpServerResponse response() {
      return led.request().response();
    }
  }

  void send(Hops.Led led, String owner, Ownership.Address address) {
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(address.host())
            .setPort(address.port())
            .setURI(led.request().uri());
    http.request(options)
        .onFailure(e -> notBegun.accept(led))
        .onSuccess(out -> send(new Hop(led, owner, out)));
  }

  private void send(Hop hop) {
    open.add(hop);
    HttpServerRequest request = hop.led.request();
    headers(hop);
    hop.response().closeHandler(v -> hop.out.reset());
    // What goes wrong is told by the answer that does not come.
    hop.out.exceptionHandler(e -> {});
    hop.out.response().onSuccess(in -> answered(hop, in)).onFailure(e -> lost(hop));
    if (hop.mayHaveBegun) {
      hop.out.end(hop.led.event());
    } else {
      String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
      if (length == null) {
        hop.out.setChunked(true);
      } else {
        hop.out.putHeader(HttpHeaders.CONTENT_LENGTH, length);
      }
      hop.out.putHeader(HttpHeaders.EXPECT, HttpHeaders.CONTINUE);
      hop.out.continueHandler(v -> upload(hop));
      hop.out.sendHead();
    }
  }

  private void headers(Hop hop) {
    HttpServerRequest request = hop.led.request();
    Call call = hop.led.invocation().call();
    String namespace = hop.led.invocation().function().namespace();
    var sealed = new ForwardSeal.Sealed(request.uri(), namespace, call.requestId());
    hop.out
        .putHeader(Names.FORWARDED, seal.seal(sealed, ownership.epoch()))
        .putHeader(Names.REQUEST_ID, call.requestId())
        .putHeader(Names.TRACE_ID, call.traceId())
        .putHeader(Names.NAMESPACE, namespace);
    for (CharSequence name : List.of(Names.LOG_TYPE, Names.CLIENT_CONTEXT, Names.TENANT_ID)) {
      String value = request.getHeader(name);
      if (value != null) {
        hop.out.putHeader(name, value);
      }
    }
  }

  /** The owner wants it: from now on it may have begun. */
  private void upload(Hop hop) {
    hop.mayHaveBegun = true;
    hop.led.request().pipe().endOnFailure(false).to(hop.out).onFailure(e -> hop.out.reset());
  }

  private void answered(Hop hop, HttpClientResponse in) {
    in.exceptionHandler(e -> {});
    if (in.statusCode() == Hops.MOVED) {
      ownership.told(epoch(in));
      open.remove(hop);
      hop.response().closeHandler(null);
      if (hop.led.event() == null) {
        hop.out.reset();
      }
      notBegun.accept(hop.led);
    } else if (!hop.response().closed()) {
      pass(hop, in);
    } else {
      open.remove(hop);
      hop.out.reset();
    }
  }

  private void pass(Hop hop, HttpClientResponse in) {
    HttpServerResponse response = hop.response();
    response.setStatusCode(in.statusCode());
    in.headers()
        .forEach(
            (name, value) -> {
              if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                response.putHeader(name, value);
              }
            });
    response.setChunked(in.getHeader(HttpHeaders.CONTENT_LENGTH) == null);
    in.pipe()
        .endOnFailure(false)
        .to(response)
        .onFailure(e -> hop.led.request().connection().close())
        .onComplete(v -> answeredWhole(hop));
  }

  /** What was refused before it was wanted was never sent. */
  private void answeredWhole(Hop hop) {
    open.remove(hop);
    if (!hop.mayHaveBegun) {
      hop.out.reset();
      hop.led.request().resume();
    }
  }

  private static long epoch(HttpClientResponse in) {
    String epoch = in.getHeader(Names.EPOCH);
    try {
      return epoch == null ? 0 : Long.parseLong(epoch);
    } catch (NumberFormatException notWhatItShouldBe) {
      return 0;
    }
  }

  private void lost(Hop hop) {
    if (!open.remove(hop)) {
      return;
    }
    hop.response().closeHandler(null);
    if (hop.mayHaveBegun) {
      Answers.rejected(hop.response(), LOST);
      hop.led.request().resume();
    } else {
      notBegun.accept(hop.led);
    }
  }

  /** A gateway that nobody hears any more may never say so itself. */
  private void sweep() {
    for (Hop hop : List.copyOf(open)) {
      if (ownership.address(hop.owner).isEmpty()) {
        hop.out.reset();
      }
    }
  }
}
