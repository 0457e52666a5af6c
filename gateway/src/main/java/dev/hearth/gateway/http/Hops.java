package dev.hearth.gateway.http;

import dev.hearth.gateway.invocation.Invocation;
import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.ownership.Place;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Leads each request to the gateway that decides for its function: this one, or in one hop another.
 * Nobody sends on what was sent on. Belongs to one event loop.
 */
final class Hops {
  /** How long a request looks for whoever decides for its function. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Status of the answer that nothing was begun, since somebody else decides. */
  static final int MOVED = 421;

  private static final long LOOK_MS = 10;
  private static final Outcome.Rejected NOBODY =
      new Outcome.Rejected(
          Rejection.SERVICE, "No gateway that decides for this function was found in time.");

  private final Ownership ownership;
  private final ForwardSeal seal;
  private final LongSupplier nanoClock;
  private final boolean alone;
  private Vertx vertx;
  private Relay relay;

  Hops(Ownership ownership, ForwardSeal seal, LongSupplier nanoClock) {
    this.ownership = ownership;
    this.seal = seal;
    this.nanoClock = nanoClock;
    this.alone = ownership.equals(Ownership.ALONE);
  }

  /** A gateway that is alone has no connections to others. */
  void start(Vertx loop) {
    vertx = loop;
    if (!alone) {
      relay = new Relay(loop, ownership, seal, this::later);
    }
  }

  /**
   * A request on its way.
   *
   * @param event all of it; null while it is still arriving
   * @param here has it done by this gateway
   * @param until when it is too late to find whoever decides, in nanoseconds
   */
  record Led(
      HttpServerRequest request, Invocation invocation, Buffer event, Runnable here, long until) {}

  private boolean sentOn(HttpServerRequest request) {
    return !alone && request.headers().contains(Names.FORWARDED);
  }

  /** The id that another gateway has given it, or this one where no other has sent it on. */
  String requestId(HttpServerRequest request, String fresh) {
    String given = sentOn(request) ? request.getHeader(Names.REQUEST_ID) : null;
    return given == null ? fresh : given;
  }

  /** Whether a request only pretends to be sent on by one of us. */
  boolean forged(HttpServerRequest request) {
    if (!sentOn(request)) {
      return false;
    }
    var sealed =
        new ForwardSeal.Sealed(
            request.uri(), request.getHeader(Names.NAMESPACE), request.getHeader(Names.REQUEST_ID));
    OptionalLong epoch = seal.open(sealed, request.getHeader(Names.FORWARDED));
    epoch.ifPresent(ownership::told);
    return epoch.isEmpty();
  }

  /** Takes another gateway's word that it lives, if a request is that. */
  boolean tookBeat(HttpServerRequest request) {
    Optional<Beats.Beat> beat = sentOn(request) ? Beats.Beat.of(request.uri()) : Optional.empty();
    beat.ifPresent(
        said -> {
          ownership.heard(said.gateway(), said.leaves());
          request.response().setStatusCode(204).end();
        });
    return beat.isPresent();
  }

  /** Sends back what was sent on to the wrong gateway; answers whether it was. */
  boolean sendsBack(HttpServerRequest request, Invocation invocation) {
    boolean wrong = sentOn(request) && !(place(invocation) instanceof Place.Here);
    HttpServerResponse response = request.response();
    if (wrong && !response.closed()) {
      response.putHeader(Names.EPOCH, Long.toString(ownership.epoch()));
      response.setStatusCode(MOVED).end();
    }
    return wrong;
  }

  /** Has a request done, here or elsewhere. */
  void lead(HttpServerRequest request, Invocation invocation, Buffer event, Runnable here) {
    if (alone) {
      here.run();
    } else if (!sendsBack(request, invocation)) {
      if (event == null) {
        request.pause();
      }
      long until = nanoClock.getAsLong() + PATIENCE.toNanos();
      route(new Led(request, invocation, event, here, until));
    }
  }

  private void route(Led led) {
    switch (place(led.invocation())) {
      case Place.Here(long since) -> led.here().run();
      case Place.Unknown() -> later(led);
      case Place.There(String owner) ->
          ownership
              .address(owner)
              .ifPresentOrElse(address -> relay.send(led, owner, address), () -> later(led));
    }
  }

  private Place place(Invocation invocation) {
    return ownership.place(invocation.function());
  }

  /** Nothing was begun: soon somebody else may decide, or more may be known. */
  private void later(Led led) {
    if (led.invocation().caller().hasLeft()) {
      led.request().resume();
    } else if (nanoClock.getAsLong() - led.until() >= 0) {
      Answers.rejected(led.request().response(), NOBODY);
      led.request().resume();
    } else {
      vertx.setTimer(LOOK_MS, t -> route(led));
    }
  }
}
