package dev.hearth.gateway.sandbox;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.shim.Call;
import dev.hearth.gateway.sandbox.shim.EventBody;
import dev.hearth.gateway.sandbox.shim.Reply;
import dev.hearth.gateway.sandbox.shim.RunListener;
import dev.hearth.gateway.sandbox.shim.RunResult;
import dev.hearth.gateway.sandbox.shim.ShimClient;
import dev.hearth.gateway.sandbox.shim.ShimLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One living sandbox as the gateway reaches it. The pool sees to it that it has one run at a time.
 */
final class Sandbox {
  private static final System.Logger LOG = System.getLogger(Sandbox.class.getName());
  private static final long NEVER = Long.MAX_VALUE;

  private final long id;
  private final FunctionVersion function;
  private final ShimClient client;
  private final Owner owner;
  private final LongSupplier nanoClock;
  private final long answerLimit;
  private final SandboxLinks links;
  private volatile boolean retired;
  private volatile long answerDue = NEVER;
  private volatile Context running;
  private volatile Runnable firstAnswer;
  private ShimClient.Run run;

  /** Hears what becomes of a sandbox. */
  interface Owner {
    void free(long sandbox);

    void dead(long sandbox);
  }

  Sandbox(
      long id,
      FunctionVersion function,
      SandboxLinks links,
      ShimClient client,
      SandboxLimits limits,
      LongSupplier nanoClock,
      Owner owner) {
    this.id = id;
    this.function = function;
    this.links = links;
    this.client = client;
    this.owner = owner;
    this.nanoClock = nanoClock;
    this.answerLimit = function.timeoutMs() * 1_000_000L + limits.answerGrace().toNanos();
    links.onLost(this::lookAgain);
  }

  SandboxAddress address() {
    return links.address();
  }

  /** The link of the event loop that calls this, opened if there is none. */
  Future<ShimLink> link() {
    return links.here();
  }

  Future<RunResult> run(Call call, EventBody event, Runnable left) {
    Future<ShimLink> link = link();
    // The warm path needs no future between.
    return SandboxLinks.opened(link)
        ? run(link.result(), call, event, left)
        : runWhenOpen(link, call, event, left);
  }

  private Future<RunResult> runWhenOpen(
      Future<ShimLink> link, Call call, EventBody event, Runnable left) {
    return link.transform(
        opened -> {
          if (opened.succeeded()) {
            return run(opened.result(), call, event, left);
          }
          gone(opened.cause().getMessage());
          left.run();
          return Future.succeededFuture(new RunResult.Unreachable(opened.cause().getMessage()));
        });
  }

  private Future<RunResult> run(ShimLink link, Call call, EventBody event, Runnable left) {
    running = Vertx.currentContext();
    ShimClient.Run begun = client.invoke(link, call, event, new Watch(left));
    run = begun;
    Runnable hears = firstAnswer;
    return hears == null ? begun.result() : begun.result().onSuccess(r -> heard(r, hears));
  }

  /** Has somebody hear when the function answers well for the first time. */
  void onFirstAnswer(Runnable hears) {
    firstAnswer = hears;
  }

  private void heard(RunResult result, Runnable hears) {
    if (result instanceof RunResult.Answered(Reply reply) && reply.isGood()) {
      firstAnswer = null;
      hears.run();
    }
  }

  /** Waits until an invocation is over that another gateway began, for as long as one may take. */
  void awaitFree() {
    client
        .awaitFree(address(), Duration.ofNanos(answerLimit))
        .onSuccess(v -> owner.free(id))
        .onFailure(e -> gone(e.getMessage()));
  }

  /** Gives up a run whose answer is overdue. */
  void expire(long now) {
    Context loop = running;
    if (overdue(now)) {
      loop.runOnContext(
          v -> {
            if (overdue(now)) {
              run.expire().run();
            }
          });
    }
  }

  private boolean overdue(long now) {
    long due = answerDue;
    return due != NEVER && due - now < 0;
  }

  /** Ends every link; the caller releases the sandbox. */
  void retire() {
    retired = true;
    links.close("the sandbox is retired");
  }

  /** A link broke while nothing ran: the sandbox has gone unless another link can be made. */
  private void lookAgain() {
    if (!retired) {
      link().onFailure(e -> gone(e.getMessage()));
    }
  }

  private void gone(String why) {
    if (!retired) {
      LOG.log(System.Logger.Level.WARNING, "sandbox {0} has gone: {1}", this, why);
    }
    owner.dead(id);
  }

  @Override
  public String toString() {
    return function.id() + " " + address();
  }

  /** Watches the one run. */
  private final class Watch implements RunListener {
    private final Runnable left;

    Watch(Runnable left) {
      this.left = left;
    }

    @Override
    public void handedOver() {
      answerDue = nanoClock.getAsLong() + answerLimit;
    }

    @Override
    public void free() {
      answerDue = NEVER;
      owner.free(id);
      left.run();
      if (!links.areOpenHere()) {
        lookAgain();
      }
    }

    @Override
    public void dead(String why) {
      answerDue = NEVER;
      gone(why);
      left.run();
    }
  }
}
