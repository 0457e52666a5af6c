package dev.hearth.gateway.sandbox.shim;

import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.sandbox.SandboxAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Speaks the protocol of runtime-shim/README.md to sandboxes. Every method runs on the event loop
 * that the link belongs to.
 */
public final class ShimClient {
  private static final long HELLO_VALID_MS = 30_000;
  private static final long BUSY_PAUSE_MS = 10;
  private static final long LOOK_PAUSE_MS = 250;

  /** How long a spare may say nothing before it is looked at; most have ended Init by then. */
  private static final long LOOK_AFTER_MS = 2_000;

  /** Status of a sandbox that follows a higher epoch only. */
  static final int STALE_EPOCH = 410;

  private static final String NO_HELLO = "the sandbox does not answer hello in time";

  /**
   * Who this gateway is to sandboxes.
   *
   * @param ownership knows the epoch that it decides under, and hears of higher ones
   * @param sign signs with the gateway's key; slow
   */
  public record Identity(
      Ownership ownership, Accounts accounts, String region, UnaryOperator<byte[]> sign) {

    long epoch() {
      return ownership.epoch();
    }

    /** Hears of a higher epoch, if that is why a sandbox refuses. */
    void refused(int status, Fields fields) {
      if (status == STALE_EPOCH) {
        ownership.told(fields.getNumber("Hearth-Epoch"));
      }
    }
  }

  private final Vertx vertx;
  private final NetClient net;
  private final Identity identity;
  private final InstantSource clock;
  private final Duration connectLimit;
  private final Specialiser specialiser;

  public ShimClient(
      Vertx vertx,
      Identity identity,
      ArtifactStore artifacts,
      InstantSource clock,
      Duration connectLimit) {
    this.vertx = vertx;
    this.identity = identity;
    this.clock = clock;
    this.connectLimit = connectLimit;
    this.specialiser = new Specialiser(vertx, identity, artifacts);
    this.net =
        vertx.createNetClient(
            new NetClientOptions()
                .setTcpNoDelay(true)
                .setConnectTimeout((int) connectLimit.toMillis()));
  }

  /** A link, and what the sandbox at its other end does. */
  public record Greeted(ShimLink link, ShimState state) {}

  /**
   * Connects, proves who we are and sees that it is the sandbox meant and free.
   *
   * @return fails with {@link LinkBrokenException}
   */
  public Future<ShimLink> open(SandboxAddress sandbox) {
    return connect(
        sandbox,
        link ->
            hello(link, sandbox)
                .compose(answer -> untilFree(link, text(answer, "state"), BUSY_PAUSE_MS))
                .map(link));
  }

  /**
   * Connects, proves who we are and hears what the sandbox does, whatever that is.
   *
   * @return fails with {@link LinkBrokenException}
   */
  public Future<Greeted> greet(SandboxAddress sandbox) {
    return connect(
        sandbox,
        link -> hello(link, sandbox).map(answer -> new Greeted(link, ShimState.of(answer.body()))));
  }

  /** Completes when the sandbox has ended what it does; fails when that takes longer than this. */
  public Future<Void> awaitFree(SandboxAddress sandbox, Duration limit) {
    return greet(sandbox)
        .compose(
            greeted ->
                untilFree(greeted.link(), greeted.state().state(), LOOK_PAUSE_MS)
                    .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .eventually(
                        () -> {
                          greeted.link().close("it has been watched");
                          return Future.succeededFuture();
                        }));
  }

  private <T> Future<T> connect(SandboxAddress sandbox, Function<ShimLink, Future<T>> greeting) {
    return ShimLink.connect(net, sandbox.host(), sandbox.port())
        .recover(e -> Future.failedFuture(new LinkBrokenException(e.getMessage())))
        .compose(
            link ->
                greeting
                    .apply(link)
                    .timeout(connectLimit.toMillis(), TimeUnit.MILLISECONDS)
                    .recover(e -> broken(e instanceof TimeoutException ? NO_HELLO : e.getMessage()))
                    .onFailure(e -> link.close("no hello: " + e.getMessage())));
  }

  private Future<SmallExchange.Document> hello(ShimLink link, SandboxAddress sandbox) {
    return SmallExchange.run(link, Buffer.buffer(ShimRequests.hello()))
        .compose(
            challenge -> {
              String nonce = text(challenge, "nonce");
              if (challenge.status() != 200 || nonce.isEmpty()) {
                return broken("no challenge but " + challenge.status());
              }
              if (!text(challenge, "sandbox").equals(sandbox.uid())) {
                return broken("another sandbox is at " + sandbox);
              }
              return prove(link, sandbox, nonce);
            });
  }

  private Future<SmallExchange.Document> prove(
      ShimLink link, SandboxAddress sandbox, String nonce) {
    long expires = clock.millis() + HELLO_VALID_MS;
    long epoch = identity.epoch();
    byte[] message = Hello.toSign(sandbox.uid(), nonce, epoch, expires);
    return vertx
        .executeBlocking(() -> identity.sign().apply(message), false)
        .compose(
            signature -> {
              String proof = Base64.getEncoder().encodeToString(signature);
              String request = ShimRequests.helloProof(epoch, expires, proof);
              return SmallExchange.run(link, Buffer.buffer(request));
            })
        .compose(
            answer -> {
              String proof = answer.fields().get("Hearth-Identity");
              if (answer.status() != 200) {
                identity.refused(answer.status(), answer.fields());
                return broken("hello refused with " + answer.status());
              }
              if (!Hello.isIdentity(sandbox.identityKey(), sandbox.uid(), nonce, proof)) {
                return broken("not the sandbox meant is at " + sandbox);
              }
              return Future.succeededFuture(answer);
            });
  }

  /**
   * A shim may not have noticed yet that the link before this one was cut to take an event back.
   */
  private Future<Void> untilFree(ShimLink link, String state, long pauseMs) {
    return switch (state) {
      case "spare", "idle" -> Future.succeededFuture();
      case "busy" ->
          vertx
              .timer(pauseMs)
              .compose(v -> SmallExchange.run(link, Buffer.buffer(ShimRequests.state())))
              .compose(answer -> untilFree(link, text(answer, "state"), pauseMs));
      default -> broken("the sandbox is " + state);
    };
  }

  /** Makes a spare run this function; ends when its Init has, well or not. */
  public Future<Specialised> specialise(
      ShimLink link, SandboxAddress spare, FunctionVersion function, boolean provisioned) {
    long look = vertx.setTimer(LOOK_AFTER_MS, t -> look(link, spare));
    return specialiser.run(link, function, provisioned).onComplete(v -> vertx.cancelTimer(look));
  }

  /** A link that was kept may lead to a machine that has gone, which no packet would tell. */
  private void look(ShimLink link, SandboxAddress spare) {
    greet(spare)
        .onSuccess(
            greeted -> {
              greeted.link().close("it was seen");
              if (greeted.state().state().equals("spare")) {
                link.close("what was sent did not arrive");
              }
            })
        .onFailure(e -> link.close("the sandbox does not answer any more: " + e.getMessage()));
  }

  /** Begins an invocation. */
  public Run invoke(ShimLink link, Call call, EventBody event, RunListener listener) {
    var exchange = new InvokeExchange(link, listener, identity);
    return new Run(exchange.run(call, event), exchange::expire);
  }

  /** An invocation that was begun. */
  public record Run(Future<RunResult> result, Runnable expire) {}

  private static <T> Future<T> broken(String why) {
    return Future.failedFuture(new LinkBrokenException(why));
  }

  static String text(SmallExchange.Document document, String member) {
    try {
      return new JsonObject(document.body()).getString(member, "");
    } catch (RuntimeException hostile) {
      return "";
    }
  }
}
