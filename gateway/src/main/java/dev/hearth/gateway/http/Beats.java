package dev.hearth.gateway.http;

import dev.hearth.gateway.ownership.MemberName;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.ownership.SharedOwnership;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;

/** Tells every other gateway several times a second that this one lives. */
public final class Beats extends VerticleBase {
  /** Milliseconds from one to the next: several fit into what counts as silence. */
  public static final long EVERY_MS = 250;

  private static final int LATE_MS = 1_000;

  private final SharedOwnership ownership;
  private final ForwardSeal seal;
  private HttpClient http;

  public Beats(SharedOwnership ownership, SecretKey secret, InstantSource clock) {
    this.ownership = ownership;
    this.seal = new ForwardSeal(secret, clock);
  }

  /** One word of a gateway. */
  record Beat(String gateway, boolean leaves) {
    private static final String START = "/internal/beat?leaves=";
    private static final String GATEWAY = "&gateway=";

    String uri() {
      return START + leaves + GATEWAY + gateway;
    }

    /** What such a URI says; empty for any other. */
    static Optional<Beat> of(String uri) {
      int gateway = uri.indexOf(GATEWAY);
      if (!uri.startsWith(START) || gateway < 0) {
        return Optional.empty();
      }
      boolean leaves = Boolean.parseBoolean(uri.substring(START.length(), gateway));
      return Optional.of(new Beat(uri.substring(gateway + GATEWAY.length()), leaves));
    }
  }

  @Override
  public Future<?> start() {
    http =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true).setConnectTimeout(LATE_MS));
    vertx.setPeriodic(0, EVERY_MS, t -> beat());
    return Future.succeededFuture();
  }

  private void beat() {
    String uri = new Beat(ownership.self(), ownership.leaving()).uri();
    String sealed = seal.seal(new ForwardSeal.Sealed(uri, null, null), ownership.epoch());
    for (String other : ownership.others()) {
      MemberName.address(other).ifPresent(address -> send(address, uri, sealed));
    }
  }

  /** Whether it arrives the other one knows. */
  private void send(Ownership.Address address, String uri, String sealed) {
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(address.host())
            .setPort(address.port())
            .setURI(uri)
            .setTimeout(LATE_MS)
            .putHeader(Names.FORWARDED, sealed);
    http.request(options).compose(request -> request.send());
  }
}
