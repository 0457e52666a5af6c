package dev.hearth.shim.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.lifecycle.SandboxState.Busy;
import dev.hearth.shim.lifecycle.SandboxState.Idle;
import dev.hearth.shim.lifecycle.SandboxState.Presence;
import dev.hearth.shim.lifecycle.SandboxState.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTraceTest {
  private static final int TRACES = 3_000;
  private static final int STEPS = 120;

  @Test
  void no_trace_breaks_a_promise() {
    long seed = new Random().nextLong();
    Optional<String> broken = search(Lifecycle::on, seed);
    assertEquals(Optional.empty(), broken, "seed " + seed);
  }

  @ParameterizedTest
  @EnumSource(Mutant.class)
  void a_machine_without_one_of_its_guards_is_caught(Mutant mutant) {
    long seed = new Random().nextLong();
    assertTrue(search(mutant, seed).isPresent(), mutant + " went unnoticed with seed " + seed);
  }

  private static Optional<String> search(LifecycleTrace.Machine machine, long seed) {
    for (int i = 0; i < TRACES; i++) {
      Optional<String> broken = new LifecycleTrace(machine, new Random(seed + i)).run(STEPS);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  /** The machine with one guard gone. */
  enum Mutant implements LifecycleTrace.Machine {
    SPECIALISES_TWICE {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        return event instanceof SandboxEvent.Specialise
            ? new Lifecycle(life.epoch(), life.generation(), false, new SandboxState.Spare())
                .on(event)
            : life.on(event);
      }
    },
    INVOKES_WHILE_BUSY {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        return event instanceof SandboxEvent.Invoke && life.state() instanceof Busy
            ? with(life, new Idle(Presence.WORKING)).on(event)
            : life.on(event);
      }
    },
    HANDS_OVER_TWICE {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        return event instanceof SandboxEvent.NextAsked
                && life.state() instanceof Busy(String id, Stage stage)
                && stage == Stage.RUNNING
            ? with(life, new Busy(id, Stage.WAITING)).on(event)
            : life.on(event);
      }
    },
    ANSWERS_A_SECOND_RESPONSE {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        return event instanceof SandboxEvent.AnswerEnded(int ignored, String id, Verdict ignoredToo)
                && life.state() instanceof Idle
            ? with(life, new Busy(id, Stage.ANSWERING)).on(event)
            : life.on(event);
      }
    },
    BELIEVES_ANY_ID {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        return event instanceof SandboxEvent.AnswerEnded(int g, String ignored, Verdict verdict)
                && life.state() instanceof Busy(String id, Stage ignoredToo)
            ? life.on(new SandboxEvent.AnswerEnded(g, id, verdict))
            : life.on(event);
      }
    },
    FORGETS_EPOCHS {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        return new Lifecycle(0, life.generation(), life.draining(), life.state()).on(event);
      }
    },
    HEARS_THE_DEAD {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        return event instanceof SandboxEvent.NextAsked
            ? life.on(new SandboxEvent.NextAsked(life.generation()))
            : life.on(event);
      }
    },
    STARTS_BESIDE_THE_LIVING {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        Step step = life.on(event);
        return event instanceof SandboxEvent.DeadlinePassed && !step.effects().isEmpty()
            ? new Step(step.next(), List.of()).next().on(new SandboxEvent.RuntimeDead())
            : step;
      }
    },
    FORGETS_TO_ANSWER_AFTER_A_RESET {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        return event instanceof SandboxEvent.RuntimeDead
                && life.state() instanceof SandboxState.Resetting
            ? new Step(with(life, new Idle(Presence.NONE)), List.of())
            : life.on(event);
      }
    },
    INVOKES_WHILE_DRAINING {
      @Override
      public Step on(Lifecycle life, SandboxEvent event) {
        return event instanceof SandboxEvent.Drain ? life.ignored() : life.on(event);
      }
    };

    private static Lifecycle with(Lifecycle life, SandboxState state) {
      return new Lifecycle(life.epoch(), life.generation(), life.draining(), state);
    }
  }
}
