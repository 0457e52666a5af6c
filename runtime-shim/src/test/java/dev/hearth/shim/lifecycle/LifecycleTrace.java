package dev.hearth.shim.lifecycle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One random life of a sandbox, and a bookkeeper that knows only what was promised: specialised at
 * most once, one invocation at a time, one answer for each that was accepted, never two runtimes,
 * no epoch lower than one heard before, nothing after the end.
 */
final class LifecycleTrace {
  /** The decisions under test. */
  interface Machine {
    Step on(Lifecycle life, SandboxEvent event);
  }

  private static final Verdict EXIT = new Verdict.Exited(new ExitStatus.Code(1));
  private static final Verdict RESPONSE = new Verdict.Responded("t", ByteBuffer.allocate(0));

  private final Machine machine;
  private final Random random;
  private final List<String> said = new ArrayList<>();
  private Lifecycle life = Lifecycle.born(1);
  private int specialised;
  private int ids;
  private String open = "";
  private boolean handedOver;
  private boolean alive;
  private int generation;
  private boolean drained;
  private boolean gone;
  private long highest = 1;
  private String broken = "";

  LifecycleTrace(Machine machine, Random random) {
    this.machine = machine;
    this.random = random;
  }

  /** The promise that was broken, if one was. */
  Optional<String> run(int steps) {
    for (int i = 0; i < steps && broken.isEmpty(); i++) {
      tell(event());
    }
    if (broken.isEmpty() && !open.isEmpty()) {
      String last = open;
      tell(new SandboxEvent.DeadlinePassed(last));
      tell(new SandboxEvent.RuntimeDead());
      tell(new SandboxEvent.DeadlinePassed(last));
      tell(new SandboxEvent.RuntimeDead());
      check(open.isEmpty(), "an invocation is never answered");
    }
    return broken.isEmpty() ? Optional.empty() : Optional.of(broken + ": " + said);
  }

  private SandboxEvent event() {
    int runtime = random.nextInt(8) == 0 ? generation - 1 : generation;
    String id = random.nextInt(6) == 0 || open.isEmpty() ? "r" + random.nextInt(ids + 1) : open;
    return switch (random.nextInt(24)) {
      case 0 -> new SandboxEvent.Fence(highest + random.nextInt(3) - 1);
      case 1 -> new SandboxEvent.Specialise(highest + random.nextInt(2) - random.nextInt(2));
      case 2, 3 -> new SandboxEvent.Unpacked();
      case 4, 5, 6, 7 ->
          new SandboxEvent.Invoke(highest - (random.nextInt(10) == 0 ? 1 : 0), "r" + ++ids);
      case 8, 9, 10, 11 -> new SandboxEvent.NextAsked(runtime);
      case 12, 13, 14 -> new SandboxEvent.AnswerBegun(runtime, id);
      case 15, 16, 17 -> new SandboxEvent.AnswerEnded(runtime, id, RESPONSE);
      case 18 -> new SandboxEvent.AnswerBroken(runtime, id, new Verdict.ResponseTruncated());
      case 19 -> new SandboxEvent.RuntimeExited(runtime, EXIT);
      case 20 -> new SandboxEvent.DeadlinePassed(id);
      case 21 -> random.nextInt(4) > 0 ? new SandboxEvent.RuntimeDead() : rare(runtime);
      case 22 -> new SandboxEvent.NextLost(runtime);
      default ->
          random.nextInt(3) == 0
              ? new SandboxEvent.InitErrorPosted(runtime, EXIT)
              : new SandboxEvent.StartFailed(runtime, EXIT);
    };
  }

  private SandboxEvent rare(int runtime) {
    return switch (random.nextInt(6)) {
      case 0 -> new SandboxEvent.Drain();
      case 1 -> new SandboxEvent.CodeRefused();
      case 2 -> new SandboxEvent.RuntimeImmortal();
      case 3 -> new SandboxEvent.InitDeadlinePassed();
      default -> new SandboxEvent.MemoryExceeded(runtime);
    };
  }

  private void tell(SandboxEvent event) {
    said.add(event.toString());
    Step step = machine.on(life, event);
    check(step.next().epoch() >= highest, "the epoch went down");
    life = step.next();
    boolean refused = step.effects().stream().anyMatch(e -> e instanceof Effect.Refuse);
    boolean asked = step.effects().stream().anyMatch(e -> e instanceof Effect.AskAgain);
    if (event instanceof SandboxEvent.AnswerEnded(int from, String id, Verdict ignored)) {
      boolean answers = step.effects().stream().anyMatch(e -> e instanceof Effect.Answer);
      check(!answers || (id.equals(open) && from == generation), "a wrong answer was believed");
    }
    heard(event, refused, asked);
    boolean wasGone = gone;
    for (Effect effect : step.effects()) {
      boolean harmless = effect instanceof Effect.Refuse || event instanceof SandboxEvent.Fence;
      check(!wasGone || harmless, "something happens after the end");
      happened(effect);
    }
  }

  private void heard(SandboxEvent event, boolean refused, boolean asked) {
    switch (event) {
      case SandboxEvent.Fence(long epoch) -> claimed(epoch, refused);
      case SandboxEvent.Specialise(long epoch) -> {
        claimed(epoch, refused);
        specialised += refused ? 0 : 1;
        check(specialised <= 1, "specialised twice");
      }
      case SandboxEvent.Invoke(long epoch, String id) -> {
        claimed(epoch, refused);
        if (!refused && !asked) {
          check(open.isEmpty(), "two invocations at a time");
          check(!drained, "an invocation after a drain");
          open = id;
          handedOver = false;
        }
      }
      case SandboxEvent.AnswerBegun(int from, String id) ->
          check(refused || (id.equals(open) && from == generation), "a wrong answer was begun");
      case SandboxEvent.NextAsked(int from) ->
          check(refused || from == generation, "a runtime of the past was heard");
      case SandboxEvent.Drain ignored -> drained = true;
      // RuntimeDead is true only where it was asked for; the machine ignores it elsewhere.
      case SandboxEvent.RuntimeDead ignored -> {}
      case SandboxEvent.Unpacked ignored -> {}
      case SandboxEvent.CodeRefused ignored -> {}
      case SandboxEvent.InitDeadlinePassed ignored -> {}
      case SandboxEvent.DeadlinePassed ignored -> {}
      case SandboxEvent.RuntimeImmortal ignored -> {}
      case SandboxEvent.OfRuntime ignored -> {}
    }
  }

  private void claimed(long epoch, boolean refused) {
    check(refused || epoch >= highest, "an old epoch was obeyed");
    highest = Math.max(highest, epoch);
  }

  private void happened(Effect effect) {
    switch (effect) {
      case Effect.StartRuntime(int started) -> {
        check(!alive, "a runtime was started beside another one");
        check(started == generation + 1, "generations do not follow each other");
        alive = true;
        generation = started;
      }
      case Effect.KillRuntime ignored -> alive = false;
      case Effect.HandOver ignored -> {
        check(!open.isEmpty() && !handedOver, "an event was handed over twice or from nowhere");
        check(alive, "an event was handed to no runtime");
        handedOver = true;
      }
      case Effect.Answer(String id, Verdict verdict) -> {
        check(id.equals(open), "an invocation was answered twice, or one that is not there");
        check(handedOver || !(verdict instanceof Verdict.Responded), "answered before hand-over");
        open = "";
      }
      case Effect.Exit ignored -> gone = true;
      case Effect.FinishInit ignored -> check(specialised == 1, "Init before specialise");
      case Effect.Proceed ignored -> {}
      case Effect.Refuse ignored -> {}
      case Effect.AskAgain ignored -> {}
      case Effect.Park ignored -> check(alive, "parked without a runtime");
    }
  }

  private void check(boolean kept, String promise) {
    if (!kept && broken.isEmpty()) {
      broken = promise;
    }
  }
}
