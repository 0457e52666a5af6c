package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.ownership.Census;
import dev.hearth.gateway.ownership.Membership;
import dev.hearth.gateway.ownership.SandboxWord;
import dev.hearth.gateway.ownership.SharedOwnership;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.shim.ShimClient.Greeted;
import dev.hearth.gateway.sandbox.shim.ShimState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Has every sandbox promise, by hello, to follow no lower epoch than the one of this moment, and
 * keeps what they answer: until one has answered it may be at work. Safe for use by several
 * threads.
 */
final class Fence {
  /** Milliseconds from one look to the next. */
  static final long LOOK_MS = 25;

  /** Sandboxes that are asked at one time. */
  static final int MOST_ASKED = 100;

  /** Nanoseconds after which the API server is asked again, whatever it has answered. */
  private static final long LIST_AGAIN = 200_000_000;

  private static final System.Logger LOG = System.getLogger(Fence.class.getName());

  private final Vertx vertx;
  private final SharedOwnership ownership;
  private final Function<SandboxAddress, Future<Greeted>> greets;
  private final Callable<List<PodFacts>> lists;
  private final BiConsumer<PodFacts, ShimState> fenced;
  private final LongSupplier nanoClock;
  private final Census census;
  private final Map<String, PodFacts> pods = new HashMap<>();

  /** Those that have not answered yet; some never do. */
  private final Set<String> asking = new HashSet<>();

  private boolean listing;

  /** When the API server was asked last. */
  private long listed;

  /**
   * @param greets says hello with the epoch of the moment, once
   * @param lists asks the API server itself for all pods there are; blocks
   * @param fenced hears of each sandbox that has promised
   * @param unborn pods that the operator makes at most without looking at the epoch
   */
  Fence(
      Vertx vertx,
      SharedOwnership ownership,
      Function<SandboxAddress, Future<Greeted>> greets,
      Callable<List<PodFacts>> lists,
      BiConsumer<PodFacts, ShimState> fenced,
      LongSupplier nanoClock,
      int unborn) {
    this.vertx = vertx;
    this.ownership = ownership;
    this.greets = greets;
    this.lists = lists;
    this.fenced = fenced;
    this.nanoClock = nanoClock;
    this.census = new Census(unborn);
    this.listed = nanoClock.getAsLong() - LIST_AGAIN;
  }

  /** Looks around until the event loops end. */
  void start() {
    vertx.setPeriodic(LOOK_MS, t -> look());
  }

  /** A pod is like this now. */
  synchronized void seen(PodFacts pod) {
    if (pod.stage() == PodFacts.Stage.GONE) {
      gone(pod);
    } else if (census.seen(pod.uid(), pod.pool().namespace(), pod.born())) {
      pods.put(pod.uid(), pod);
    }
  }

  /** A pod and all that it did are gone for certain. */
  synchronized void gone(PodFacts pod) {
    pods.remove(pod.uid());
    census.gone(pod.uid());
  }

  /** Whether no sandbox is overlooked that was there before that epoch. */
  synchronized boolean complete(long since) {
    return census.complete(since);
  }

  /** How many sandboxes may be at work for a function of which this gateway has no permit. */
  synchronized int elsewhere(FunctionId function, long since, Predicate<String> own) {
    return census.elsewhere(function, since, own);
  }

  /** Sees to what is not known. */
  void look() {
    Membership known = ownership.membership();
    long now = nanoClock.getAsLong();
    boolean list;
    List<PodFacts> asked;
    synchronized (this) {
      list = !listing && now - listed >= LIST_AGAIN && census.wantsList(known);
      if (list) {
        listing = true;
        listed = now;
      }
      asked =
          census.ask(known.epoch(), MOST_ASKED, now).stream()
              .map(pods::get)
              .filter(pod -> pod != null && pod.stage() == PodFacts.Stage.RUNNING)
              .filter(pod -> asking.add(pod.uid()))
              .toList();
    }
    if (list) {
      vertx.executeBlocking(lists, false).onComplete(all -> listed(known, all.result()));
    }
    asked.forEach(this::greet);
  }

  /**
   * @param all null where the API server has not answered
   */
  private void listed(Membership then, List<PodFacts> all) {
    synchronized (this) {
      listing = false;
      if (all != null) {
        all.forEach(this::seen);
        census.listed(then);
      }
    }
    if (all == null) {
      LOG.log(System.Logger.Level.WARNING, "it is not known yet which sandboxes there are");
    }
  }

  private void greet(PodFacts pod) {
    greets
        .apply(pod.address())
        .onComplete(v -> asked(pod))
        .onSuccess(
            greeted -> {
              greeted.link().close("it was asked what it does");
              answered(pod, greeted.state());
            });
  }

  private synchronized void asked(PodFacts pod) {
    asking.remove(pod.uid());
  }

  private void answered(PodFacts pod, ShimState state) {
    synchronized (this) {
      census.answered(pod.uid(), word(pod, state));
    }
    fenced.accept(pod, state);
  }

  private SandboxWord word(PodFacts pod, ShimState state) {
    Optional<FunctionId> function =
        Optional.of(state.function())
            .filter(name -> !name.isEmpty())
            .map(name -> new FunctionId(pod.pool().namespace(), name));
    boolean atRest = state.state().equals("spare") || state.state().equals("idle");
    String at = state.requestId().isEmpty() ? state.state() : state.requestId();
    // Nobody can have promised what nobody has asked for.
    long promised = Math.min(state.epoch(), ownership.epoch());
    return new SandboxWord(promised, function, atRest ? Optional.empty() : Optional.of(at));
  }
}
