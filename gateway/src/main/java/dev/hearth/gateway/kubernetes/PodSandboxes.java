package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.ownership.Ownership;
import dev.hearth.gateway.ownership.Place;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxSource;
import dev.hearth.gateway.sandbox.SpareLinks;
import dev.hearth.gateway.sandbox.shim.InitFailure;
import dev.hearth.gateway.sandbox.shim.ShimClient.Greeted;
import dev.hearth.gateway.sandbox.shim.ShimState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sandboxes that are pods. A pod that runs is greeted; then it is a spare, or a sandbox that a
 * gateway before this one has left, which is taken over where a current version of its function is
 * meant. Who gets which spare is decided in memory; that no other gateway has it, the shim decides.
 */
final class PodSandboxes implements SandboxSource {
  private static final System.Logger LOG = System.getLogger(PodSandboxes.class.getName());

  /** What becomes of sandboxes that run a function already, and of those that are lost. */
  interface Owner {
    /** Takes a sandbox over; empty where no current version of the function is meant. */
    Optional<FunctionVersion> adopt(FunctionId function, ShimState state, SandboxAddress sandbox);

    /** The pod of a sandbox is no more. */
    void lost(SandboxAddress sandbox);
  }

  private static final long LOOK_MS = 10;

  private final FunctionSupplies supplies;
  private final PodWrites writes;
  private final Demand demand;
  private final InitFailures failures;
  private final Ownership ownership;
  private final SpareQueue spares;
  private final Map<String, PodFacts> pods = new HashMap<>();
  private final Set<String> greeting = new HashSet<>();

  /** What sandboxes run that functions have. */
  private final Map<String, FunctionId> functions = new ConcurrentHashMap<>();

  private Vertx vertx;
  private Greeter greeter;
  private SpareLinks links;
  private Owner owner;
  private boolean stopping;

  /**
   * @param maxWait how long a function may wait for a spare
   * @param ownership says whose sandboxes are this gateway's
   */
  PodSandboxes(
      FunctionSupplies supplies,
      PodWrites writes,
      Demand demand,
      InitFailures failures,
      Duration maxWait,
      Ownership ownership) {
    this.supplies = supplies;
    this.writes = writes;
    this.demand = demand;
    this.failures = failures;
    this.spares = new SpareQueue(demand, maxWait);
    this.ownership = ownership;
  }

  @Override
  public void begin(SpareLinks keeps) {
    links = keeps;
  }

  /** Must be called before anything else. */
  void begin(Vertx loops, Greeter greets, Owner owns) {
    vertx = loops;
    greeter = greets;
    owner = owns;
  }

  /** From now on sandboxes are left alive, for the gateway after this one. */
  synchronized void letGo() {
    stopping = true;
  }

  /** Returns when every pod that runs has answered who it is, or when this time is over. */
  synchronized void awaitGreeted(Duration limit) throws InterruptedException {
    long left = limit.toMillis();
    while (!greeting.isEmpty() && left > 0) {
      wait(LOOK_MS);
      left -= LOOK_MS;
    }
  }

  /** A pod is like this now. */
  void seen(PodFacts pod) {
    boolean fresh = false;
    synchronized (this) {
      PodFacts before = pods.put(pod.uid(), pod);
      switch (pod.stage()) {
        case STARTING -> {}
        case RUNNING ->
            fresh =
                (before == null || before.stage() == PodFacts.Stage.STARTING)
                    && greeting.add(pod.uid());
        case LEAVING -> spares.gone(pod.pool(), pod.uid());
        case GONE -> {}
      }
    }
    if (pod.stage() == PodFacts.Stage.GONE) {
      gone(pod);
    } else if (fresh) {
      greet(pod);
    }
  }

  private void greet(PodFacts pod) {
    greeter
        .greet(pod.address(), () -> runs(pod.uid()))
        .onSuccess(greeted -> greeted(pod, greeted))
        .onFailure(e -> silent(pod, e.getMessage()));
  }

  /** A pod is no more. */
  void gone(PodFacts pod) {
    synchronized (this) {
      pods.remove(pod.uid());
      greeting.remove(pod.uid());
      spares.gone(pod.pool(), pod.uid());
    }
    functions.remove(pod.uid());
    links.forget(pod.address());
    writes.forget(pod.uid());
    if (demand.isClaimed(pod.uid())) {
      owner.lost(pod.address());
      demand.released(pod.uid());
    }
  }

  private synchronized boolean runs(String uid) {
    PodFacts pod = pods.get(uid);
    return pod != null && pod.stage() == PodFacts.Stage.RUNNING && !stopping;
  }

  private void silent(PodFacts pod, String why) {
    boolean useless;
    synchronized (this) {
      greeting.remove(pod.uid());
      useless = runs(pod.uid());
    }
    if (useless) {
      LOG.log(System.Logger.Level.WARNING, "sandbox {0} is of no use: {1}", pod.name(), why);
      writes.delete(pod);
    }
  }

  private void greeted(PodFacts pod, Greeted greeted) {
    String state = greeted.state().state();
    if (state.equals("spare")) {
      links.keep(pod.address(), Optional.of(greeted.link()), () -> spareLost(pod));
      ready(pod);
    } else {
      greeted.link().close("it was greeted");
      if (state.equals("idle") || state.equals("busy")) {
        adopt(pod, greeted.state());
      } else {
        silent(pod, "it says that it is " + state);
      }
    }
    synchronized (this) {
      greeting.remove(pod.uid());
    }
  }

  /** A spare has closed a connection: it is one only if it says so again. */
  private void spareLost(PodFacts pod) {
    boolean runs;
    synchronized (this) {
      spares.gone(pod.pool(), pod.uid());
      runs = runs(pod.uid());
    }
    if (runs) {
      greet(pod);
    }
  }

  /** It has promised to follow this gateway's epoch, and does nothing. */
  void fenced(PodFacts pod, ShimState state) {
    if (state.state().equals("idle") && runs(pod.uid()) && !demand.isClaimed(pod.uid())) {
      adopt(pod, state);
    }
  }

  private void adopt(PodFacts pod, ShimState state) {
    var function = new FunctionId(pod.pool().namespace(), state.function());
    if (!(ownership.place(function) instanceof Place.Here)) {
      return;
    }
    demand.claimed(pod.uid());
    functions.put(pod.uid(), function);
    Optional<FunctionVersion> runs = owner.adopt(function, state, pod.address());
    if (runs.isEmpty()) {
      LOG.log(System.Logger.Level.INFO, "sandbox {0} has an old {1}", pod.name(), function);
      writes.delete(pod);
    } else if (!pod.labelled()) {
      // Whoever claimed it ended before that was written.
      writes.label(pod, runs.get());
    }
  }

  private void ready(PodFacts pod) {
    Optional<Promise<SandboxAddress>> served;
    synchronized (this) {
      // It may have been given to a function since it was asked.
      if (!runs(pod.uid()) || demand.isClaimed(pod.uid())) {
        return;
      }
      served = spares.ready(pod.pool(), pod.uid());
    }
    served.ifPresent(promise -> promise.complete(pod.address()));
  }

  @Override
  public Future<FunctionVersion> complete(FunctionVersion function) {
    return supplies.complete(function);
  }

  @Override
  public synchronized Future<SandboxAddress> acquire(FunctionVersion function) {
    var pool = new PoolRef(function.id().namespace(), function.pool());
    long ticket = spares.ticket();
    Promise<SandboxAddress> later = Promise.promise();
    Optional<String> uid = spares.claim(pool, ticket, later);
    if (uid.isPresent()) {
      return Future.succeededFuture(pods.get(uid.get()).address());
    }
    long timer = vertx.setTimer(spares.maxWait().toMillis(), t -> giveUp(pool, ticket));
    return later.future().onComplete(v -> vertx.cancelTimer(timer));
  }

  private void giveUp(PoolRef pool, long ticket) {
    Optional<Promise<SandboxAddress>> late;
    synchronized (this) {
      late = spares.giveUp(pool, ticket);
    }
    late.ifPresent(promise -> promise.fail(spares.late(pool)));
  }

  @Override
  public void specialised(SandboxAddress sandbox, FunctionVersion function) {
    functions.put(sandbox.uid(), function.id());
    known(sandbox).ifPresent(pod -> writes.label(pod, function));
  }

  @Override
  public void initEnded(FunctionVersion function, Optional<InitFailure> failure) {
    failures.initEnded(function, failure);
  }

  /** Another gateway has it, or one before this one had: it is asked again which. */
  @Override
  public void taken(SandboxAddress sandbox) {
    demand.released(sandbox.uid());
    known(sandbox).ifPresent(this::greet);
  }

  @Override
  public void release(SandboxAddress sandbox) {
    FunctionId function = functions.remove(sandbox.uid());
    if (function == null || ownership.place(function) instanceof Place.Here) {
      known(sandbox).ifPresent(writes::delete);
    } else {
      // Another gateway takes it over.
      demand.released(sandbox.uid());
    }
  }

  private synchronized Optional<PodFacts> known(SandboxAddress sandbox) {
    return stopping ? Optional.empty() : Optional.ofNullable(pods.get(sandbox.uid()));
  }
}
