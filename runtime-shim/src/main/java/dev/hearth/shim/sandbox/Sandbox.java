package dev.hearth.shim.sandbox;

import dev.hearth.shim.Clock;
import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.http.Wire;
import dev.hearth.shim.lifecycle.Effect;
import dev.hearth.shim.lifecycle.Lifecycle;
import dev.hearth.shim.lifecycle.Refusal;
import dev.hearth.shim.lifecycle.SandboxEvent;
import dev.hearth.shim.lifecycle.SandboxState;
import dev.hearth.shim.lifecycle.Step;
import dev.hearth.shim.lifecycle.Verdict;
import dev.hearth.shim.log.SandboxLog;
import dev.hearth.shim.process.RuntimeProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Carries out what {@link Lifecycle} decides. Whoever brings an event carries out what follows from
 * it: the gateway's thread writes the event to the runtime, the runtime's thread writes the answer
 * to the gateway. Only the state itself is under the lock.
 */
public final class Sandbox {
  /** How long the end of a process may come behind the end of its connections. */
  private static final Duration END_PATIENCE = Duration.ofMillis(200);

  private final Clock clock;
  private final SandboxLog log;
  private final RuntimeHost host;
  private final Ending ending;
  private final IntConsumer exit;
  private final Watchdog watchdog;
  private final InitPhase init = new InitPhase();
  private Lifecycle life;
  private volatile FunctionSettings function;

  /** The runtime's connection that waits in {@code next}. */
  private Wire parked;

  private Invocation current;

  /**
   * @param epoch the highest owner epoch that the sandbox's maker knows
   * @param exit ends the process, after everything of the runtime was killed
   */
  public Sandbox(Clock clock, long epoch, SandboxLog log, RuntimeHost host, IntConsumer exit) {
    this.clock = clock;
    this.log = log;
    this.host = host;
    this.ending = new Ending(clock, log, host);
    this.exit = exit;
    this.watchdog = new Watchdog(this, clock);
    this.life = Lifecycle.born(epoch);
  }

  /** Holds invocations to their limits; runs until the process ends. */
  public Runnable watchdog() {
    return watchdog::run;
  }

  /** Where the connections of runtimes tell what they hear. */
  public RuntimeDoor runtimeDoor() {
    return new RuntimeDoor(this);
  }

  Connections connections() {
    return host.connections();
  }

  public synchronized long epoch() {
    return life.epoch();
  }

  /** Whether nobody has claimed it. */
  public synchronized boolean isSpare() {
    return life.state() instanceof SandboxState.Spare;
  }

  synchronized int generation() {
    return life.generation();
  }

  /** A gateway asks for something that has no answer but a refusal, or something has happened. */
  public Optional<Refusal> tell(SandboxEvent event) {
    return tell(event, null);
  }

  /** Starts the function whose code is there now, and waits for the end of Init. */
  public InitResult initialise(FunctionSettings settings) throws InterruptedException {
    function = settings;
    ending.belongsTo(settings);
    log.belongsTo(settings);
    init.begins(clock.nanos());
    tell(new SandboxEvent.Unpacked());
    return init.await();
  }

  /** Gives the sandbox an invocation whose event is all here. */
  public Optional<Refusal> invoke(Invocation invocation) throws InterruptedException {
    Step step;
    Wire wire = null;
    InvokeRequest request = invocation.request();
    synchronized (this) {
      step = life.on(new SandboxEvent.Invoke(request.epoch(), request.requestId()));
      while (step.effects().size() == 1 && step.effects().getFirst() instanceof Effect.AskAgain) {
        life = step.next();
        wait();
        step = life.on(new SandboxEvent.Invoke(request.epoch(), request.requestId()));
      }
      life = step.next();
      if (step.effects().isEmpty() || !(step.effects().getFirst() instanceof Effect.Refuse)) {
        current = invocation;
        invocation.followsInit(init.takeUnreported());
      }
      if (step.effects().contains(new Effect.HandOver())) {
        wire = parked;
        parked = null;
      }
    }
    watchdog.wake();
    return perform(step.effects(), wire, invocation);
  }

  synchronized Invocation current() {
    return current;
  }

  synchronized void unpark(int generation, Wire wire) {
    if (parked == wire) {
      parked = null;
      tell(new SandboxEvent.NextLost(generation));
    }
  }

  /** Waits a little for the end of a runtime whose answer broke off. */
  synchronized void awaitEndOfRuntime() throws InterruptedException {
    long end = clock.nanos() + END_PATIENCE.toNanos();
    long left = END_PATIENCE.toMillis();
    while (life.state() instanceof SandboxState.Busy && left > 0) {
      wait(left);
      left = (end - clock.nanos()) / 1_000_000;
    }
  }

  void logEnd() {
    ending.log();
  }

  /** What the watchdog has to look at now. */
  synchronized Watch watched() {
    return switch (life.state()) {
      case SandboxState.Initialising(boolean unpacked) ->
          unpacked ? new Watch(true, init.deadlineNanos()) : Watch.NOTHING;
      case SandboxState.Busy _ -> new Watch(true, deadlineNanos(current));
      case SandboxState.Orphaned _ -> new Watch(true, deadlineNanos(current));
      case SandboxState.Spare _,
          SandboxState.Idle _,
          SandboxState.Resetting _,
          SandboxState.Gone _ ->
          Watch.NOTHING;
    };
  }

  private long deadlineNanos(Invocation invocation) {
    return invocation.acceptedNanos() + function.timeoutMs() * 1_000_000L;
  }

  /** The deadline of what was watched has passed. */
  void deadlinePassed() {
    SandboxEvent event;
    synchronized (this) {
      event =
          current == null
              ? new SandboxEvent.InitDeadlinePassed()
              : new SandboxEvent.DeadlinePassed(current.request().requestId());
    }
    tell(event);
    ending.log();
  }

  void measureMemory() {
    int generation = generation();
    host.reap();
    if (generation > 0 && host.exceeds(function.memorySizeMb() * (1L << 20))) {
      tell(new SandboxEvent.MemoryExceeded(generation));
      ending.log();
    }
  }

  /** The state as a gateway is told. */
  public synchronized SandboxView view() {
    return SandboxView.of(life, function, current);
  }

  /**
   * @param wire the runtime's connection that asks for work, or null
   */
  Optional<Refusal> tell(SandboxEvent event, Wire wire) {
    Step step;
    Invocation invocation;
    synchronized (this) {
      step = life.on(event);
      life = step.next();
      invocation = current;
      if (step.effects().contains(new Effect.Park())) {
        parked = wire;
      }
      switch (life.state()) {
        case SandboxState.Idle _ -> {
          current = null;
          notifyAll();
        }
        case SandboxState.Orphaned _, SandboxState.Resetting _, SandboxState.Gone _ -> notifyAll();
        case SandboxState.Spare _, SandboxState.Initialising _, SandboxState.Busy _ -> {}
      }
    }
    return perform(step.effects(), wire, invocation);
  }

  private Optional<Refusal> perform(List<Effect> effects, Wire wire, Invocation invocation) {
    Optional<Refusal> refused = Optional.empty();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Proceed(), Effect.Park(), Effect.AskAgain() -> {}
        case Effect.Refuse(Refusal refusal) -> refused = Optional.of(refusal);
        case Effect.StartRuntime(int generation) -> start(generation);
        case Effect.KillRuntime() -> kill();
        case Effect.HandOver() -> handOver(wire, invocation);
        case Effect.FinishInit(Verdict verdict) -> initEnds(verdict);
        case Effect.Answer(String _, Verdict verdict) -> ending.answer(invocation, verdict);
        case Effect.Exit(int code) -> end(code);
      }
    }
    return refused;
  }

  private void end(int code) {
    ending.log();
    host.kill();
    exit.accept(code);
  }

  private void initEnds(Verdict verdict) {
    host.peakBytes();
    Outcome outcome = Outcome.of(verdict, "", function.timeoutMs());
    if (!outcome.message().isEmpty()) {
      log.failure(outcome.message(), outcome.errorType());
    }
    init.ends(verdict, host.sinceStart());
  }

  private void start(int generation) {
    synchronized (this) {
      if (current != null) {
        current.startsRuntime();
      }
    }
    watchdog.wake();
    try {
      host.start(
          function,
          status -> {
            tell(new SandboxEvent.RuntimeExited(generation, new Verdict.Exited(status)));
            ending.log();
          });
    } catch (RuntimeProcess.StartException e) {
      tell(new SandboxEvent.StartFailed(generation, e.verdict()));
      ending.log();
    }
  }

  private void kill() {
    synchronized (this) {
      parked = null;
    }
    tell(host.kill() ? new SandboxEvent.RuntimeDead() : new SandboxEvent.RuntimeImmortal(), null);
  }

  private void handOver(Wire wire, Invocation invocation) {
    if (invocation.startedRuntime()) {
      invocation.initRan(host.sinceStart());
    }
    ending.log();
    log.start(invocation.request().requestId(), invocation.request().wantsLogTail());
    long now = clock.nanos();
    invocation.handsOver(now);
    long leftMs = (deadlineNanos(invocation) - now) / 1_000_000;
    NextAnswer.send(invocation, clock.millis() + leftMs, wire);
    invocation.eventIsGone();
  }
}
