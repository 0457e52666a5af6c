package dev.hearth.shim.lifecycle;

import dev.hearth.shim.lifecycle.SandboxState.Busy;
import dev.hearth.shim.lifecycle.SandboxState.Gone;
import dev.hearth.shim.lifecycle.SandboxState.Idle;
import dev.hearth.shim.lifecycle.SandboxState.Initialising;
import dev.hearth.shim.lifecycle.SandboxState.Orphaned;
import dev.hearth.shim.lifecycle.SandboxState.Resetting;
import dev.hearth.shim.lifecycle.SandboxState.Spare;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A sandbox's life. It is specialised at most once, has at most one invocation, answers each that
 * it accepts exactly once, and never listens to an epoch older than the highest it has heard of.
 *
 * @param epoch the highest owner epoch heard of
 * @param generation how many runtimes were started; events of earlier ones change nothing
 * @param draining ends as soon as it has no invocation
 */
public record Lifecycle(long epoch, int generation, boolean draining, SandboxState state) {
  public static Lifecycle born(long epoch) {
    return new Lifecycle(epoch, 0, false, new Spare());
  }

  public Step on(SandboxEvent event) {
    return switch (event) {
      case SandboxEvent.Fence(long claimed) -> asked(claimed, Lifecycle::proceed);
      case SandboxEvent.Specialise(long claimed) -> asked(claimed, Lifecycle::specialise);
      case SandboxEvent.Invoke(long claimed, String requestId) ->
          asked(claimed, life -> life.invoke(requestId));
      case SandboxEvent.Drain() -> drain();
      case SandboxEvent.Unpacked() ->
          state instanceof Initialising(boolean unpacked) && !unpacked
              ? start(new Initialising(true))
              : ignored();
      case SandboxEvent.CodeRefused() ->
          state instanceof Initialising ? become(new Gone(), new Effect.Exit(1)) : ignored();
      case SandboxEvent.InitDeadlinePassed() ->
          state instanceof Initialising(boolean unpacked) && unpacked
              ? reset(new SandboxState.After.InitEnds(new Verdict.InitTimedOut()))
              : ignored();
      case SandboxEvent.DeadlinePassed(String requestId) -> deadline(requestId);
      case SandboxEvent.RuntimeDead() ->
          state instanceof Resetting(SandboxState.After after) ? afterReset(after) : ignored();
      case SandboxEvent.RuntimeImmortal() ->
          state instanceof Resetting(SandboxState.After after) ? giveUp(after) : ignored();
      case SandboxEvent.OfRuntime said ->
          said.generation() == generation
              ? new RuntimeWords(this).on(said)
              : refuse(Refusal.INVALID_STATE);
    };
  }

  private Step asked(long claimed, Function<Lifecycle, Step> then) {
    if (claimed < epoch) {
      return refuse(Refusal.STALE_EPOCH);
    }
    return then.apply(new Lifecycle(claimed, generation, draining, state));
  }

  private Step proceed() {
    return become(state, new Effect.Proceed());
  }

  private Step specialise() {
    if (draining || state instanceof Gone) {
      return refuse(Refusal.DRAINING);
    }
    return state instanceof Spare
        ? become(new Initialising(false), new Effect.Proceed())
        : refuse(Refusal.ALREADY_SPECIALISED);
  }

  private Step invoke(String requestId) {
    if (draining) {
      return refuse(Refusal.DRAINING);
    }
    return switch (state) {
      case Spare _ -> refuse(Refusal.NOT_SPECIALISED);
      case Initialising _ -> refuse(Refusal.BUSY);
      case Busy _ -> refuse(Refusal.BUSY);
      case Orphaned _ -> refuse(Refusal.BUSY);
      case Resetting _ -> become(state, new Effect.AskAgain());
      case Gone _ -> refuse(Refusal.DRAINING);
      case Idle(SandboxState.Presence runtime) ->
          switch (runtime) {
            case NONE -> start(new Busy(requestId, SandboxState.Stage.STARTING));
            case WORKING -> become(new Busy(requestId, SandboxState.Stage.WAITING));
            case PARKED ->
                become(new Busy(requestId, SandboxState.Stage.RUNNING), new Effect.HandOver());
          };
    };
  }

  private Step drain() {
    Lifecycle drained = new Lifecycle(epoch, generation, true, state);
    return switch (state) {
      case Gone _ -> ignored();
      case Spare _ -> drained.become(new Gone(), new Effect.Exit(0));
      case Initialising _ -> drained.become(new Gone(), new Effect.Exit(0));
      case Idle _ -> drained.become(new Gone(), new Effect.Exit(0));
      case Busy _ -> drained.become(state);
      case Orphaned _ -> drained.become(state);
      case Resetting _ -> drained.become(state);
    };
  }

  private Step deadline(String requestId) {
    String running =
        switch (state) {
          case Busy(String id, SandboxState.Stage _) -> id;
          case Orphaned(String id, Verdict _) -> id;
          case Spare _, Initialising _, Idle _, Resetting _, Gone _ -> "";
        };
    return running.equals(requestId)
        ? reset(new SandboxState.After.Answer(requestId, new Verdict.TimedOut()))
        : ignored();
  }

  private Step afterReset(SandboxState.After after) {
    return switch (after) {
      case SandboxState.After.Nothing() -> idle(SandboxState.Presence.NONE);
      case SandboxState.After.InitEnds(Verdict verdict) ->
          idle(SandboxState.Presence.NONE, new Effect.FinishInit(verdict));
      case SandboxState.After.Answer(String id, Verdict verdict) ->
          idle(SandboxState.Presence.NONE, new Effect.Answer(id, verdict));
      case SandboxState.After.Restart(String id) ->
          start(new Busy(id, SandboxState.Stage.STARTING));
    };
  }

  private Step giveUp(SandboxState.After after) {
    return switch (after) {
      case SandboxState.After.Nothing() -> become(new Gone(), new Effect.Exit(1));
      case SandboxState.After.InitEnds(Verdict verdict) ->
          become(new Gone(), new Effect.FinishInit(verdict), new Effect.Exit(1));
      case SandboxState.After.Answer(String id, Verdict verdict) ->
          become(new Gone(), new Effect.Answer(id, verdict), new Effect.Exit(1));
      case SandboxState.After.Restart(String id) ->
          become(
              new Gone(),
              new Effect.Answer(id, new Verdict.Exited(new ExitStatus.Signal(9))),
              new Effect.Exit(1));
    };
  }

  /** Has no invocation any more: idle, or gone if it was to be drained. */
  Step idle(SandboxState.Presence runtime, Effect... effects) {
    if (!draining) {
      return become(new Idle(runtime), effects);
    }
    return new Step(
        new Lifecycle(epoch, generation, true, new Gone()),
        Stream.concat(Arrays.stream(effects), Stream.of(new Effect.Exit(0))).toList());
  }

  Step reset(SandboxState.After after, Effect... first) {
    Effect[] effects = Arrays.copyOf(first, first.length + 1);
    effects[first.length] = new Effect.KillRuntime();
    return become(new Resetting(after), effects);
  }

  Step become(SandboxState next, Effect... effects) {
    return new Step(new Lifecycle(epoch, generation, draining, next), List.of(effects));
  }

  Step refuse(Refusal refusal) {
    return become(state, new Effect.Refuse(refusal));
  }

  Step ignored() {
    return new Step(this, List.of());
  }

  private Step start(SandboxState next) {
    return new Step(
        new Lifecycle(epoch, generation + 1, draining, next),
        List.of(new Effect.StartRuntime(generation + 1)));
  }
}
