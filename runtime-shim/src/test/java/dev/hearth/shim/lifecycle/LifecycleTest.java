package dev.hearth.shim.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final Verdict RESPONSE = new Verdict.Responded("t", ByteBuffer.allocate(0));
  private static final Verdict EXIT = new Verdict.Exited(new ExitStatus.Signal(9));

  private Lifecycle life = Lifecycle.born(5);

  private List<Effect> on(SandboxEvent event) {
    Step step = life.on(event);
    life = step.next();
    return step.effects();
  }

  private void initialised() {
    on(new SandboxEvent.Specialise(5));
    on(new SandboxEvent.Unpacked());
    on(new SandboxEvent.NextAsked(1));
  }

  private void running() {
    initialised();
    on(new SandboxEvent.Invoke(5, "a"));
  }

  @Test
  void a_spare_is_specialised_once() {
    assertEquals(List.of(new Effect.Proceed()), on(new SandboxEvent.Specialise(5)));
    assertEquals(
        List.of(new Effect.Refuse(Refusal.ALREADY_SPECIALISED)),
        on(new SandboxEvent.Specialise(6)));
  }

  @Test
  void a_spare_takes_no_invocation() {
    assertEquals(
        List.of(new Effect.Refuse(Refusal.NOT_SPECIALISED)), on(new SandboxEvent.Invoke(5, "a")));
  }

  @Test
  void an_older_epoch_is_refused_and_a_newer_one_is_remembered() {
    assertEquals(List.of(new Effect.Proceed()), on(new SandboxEvent.Fence(7)));
    assertEquals(
        List.of(new Effect.Refuse(Refusal.STALE_EPOCH)), on(new SandboxEvent.Specialise(6)));
    assertEquals(7, life.epoch());
  }

  @Test
  void the_first_next_ends_init() {
    on(new SandboxEvent.Specialise(5));
    assertEquals(List.of(new Effect.StartRuntime(1)), on(new SandboxEvent.Unpacked()));
    assertEquals(
        List.of(new Effect.Park(), new Effect.FinishInit(new Verdict.Ready())),
        on(new SandboxEvent.NextAsked(1)));
  }

  @Test
  void an_invocation_goes_to_the_runtime_that_waits() {
    initialised();
    assertEquals(List.of(new Effect.HandOver()), on(new SandboxEvent.Invoke(5, "a")));
    assertEquals(List.of(new Effect.Refuse(Refusal.BUSY)), on(new SandboxEvent.Invoke(5, "b")));
  }

  @Test
  void an_invocation_waits_for_a_runtime_that_is_still_busy_with_itself() {
    running();
    on(new SandboxEvent.AnswerBegun(1, "a"));
    on(new SandboxEvent.AnswerEnded(1, "a", RESPONSE));
    assertEquals(List.of(), on(new SandboxEvent.Invoke(5, "b")));
    assertEquals(List.of(new Effect.HandOver()), on(new SandboxEvent.NextAsked(1)));
  }

  @Test
  void an_event_that_the_ended_runtime_has_not_seen_goes_to_the_next_one() {
    running();
    on(new SandboxEvent.AnswerBegun(1, "a"));
    on(new SandboxEvent.AnswerEnded(1, "a", RESPONSE));
    on(new SandboxEvent.Invoke(5, "b"));
    assertEquals(List.of(new Effect.KillRuntime()), on(new SandboxEvent.RuntimeExited(1, EXIT)));
    assertEquals(List.of(new Effect.StartRuntime(2)), on(new SandboxEvent.RuntimeDead()));
    assertEquals(List.of(new Effect.HandOver()), on(new SandboxEvent.NextAsked(2)));
  }

  @Test
  void a_second_response_and_a_wrong_id_are_refused() {
    running();
    assertEquals(
        List.of(new Effect.Refuse(Refusal.INVALID_REQUEST_ID)),
        on(new SandboxEvent.AnswerBegun(1, "b")));
    on(new SandboxEvent.AnswerBegun(1, "a"));
    assertEquals(
        List.of(new Effect.Refuse(Refusal.INVALID_REQUEST_ID)),
        on(new SandboxEvent.AnswerBegun(1, "a")));
    on(new SandboxEvent.AnswerEnded(1, "a", RESPONSE));
    assertEquals(
        List.of(new Effect.Refuse(Refusal.INVALID_REQUEST_ID)),
        on(new SandboxEvent.AnswerBegun(1, "a")));
  }

  @Test
  void a_response_before_the_first_next_is_in_the_wrong_state() {
    on(new SandboxEvent.Specialise(5));
    on(new SandboxEvent.Unpacked());
    assertEquals(
        List.of(new Effect.Refuse(Refusal.INVALID_STATE)),
        on(new SandboxEvent.AnswerBegun(1, "a")));
  }

  @Test
  void after_its_deadline_an_invocation_is_answered_when_nothing_lives_any_more() {
    running();
    assertEquals(List.of(new Effect.KillRuntime()), on(new SandboxEvent.DeadlinePassed("a")));
    assertEquals(List.of(new Effect.AskAgain()), on(new SandboxEvent.Invoke(5, "b")));
    assertEquals(
        List.of(new Effect.Answer("a", new Verdict.TimedOut())),
        on(new SandboxEvent.RuntimeDead()));
    assertEquals(List.of(new Effect.StartRuntime(2)), on(new SandboxEvent.Invoke(5, "b")));
  }

  @Test
  void a_runtime_that_cannot_be_killed_takes_the_sandbox_with_it() {
    running();
    on(new SandboxEvent.DeadlinePassed("a"));
    assertEquals(
        List.of(new Effect.Answer("a", new Verdict.TimedOut()), new Effect.Exit(1)),
        on(new SandboxEvent.RuntimeImmortal()));
    assertInstanceOf(SandboxState.Gone.class, life.state());
  }

  @Test
  void the_deadline_of_an_invocation_that_is_over_means_nothing() {
    running();
    on(new SandboxEvent.AnswerBegun(1, "a"));
    on(new SandboxEvent.AnswerEnded(1, "a", RESPONSE));
    assertEquals(List.of(), on(new SandboxEvent.DeadlinePassed("a")));
  }

  @Test
  void a_runtime_that_ends_while_it_is_read_has_still_answered() {
    running();
    on(new SandboxEvent.AnswerBegun(1, "a"));
    assertEquals(List.of(), on(new SandboxEvent.RuntimeExited(1, EXIT)));
    assertEquals(
        List.of(new Effect.Answer("a", RESPONSE), new Effect.KillRuntime()),
        on(new SandboxEvent.AnswerEnded(1, "a", RESPONSE)));
  }

  @Test
  void a_runtime_that_ends_in_the_middle_of_its_answer_is_said_to_have_ended() {
    running();
    on(new SandboxEvent.AnswerBegun(1, "a"));
    on(new SandboxEvent.RuntimeExited(1, EXIT));
    on(new SandboxEvent.AnswerBroken(1, "a", new Verdict.ResponseTruncated()));
    assertEquals(List.of(new Effect.Answer("a", EXIT)), on(new SandboxEvent.RuntimeDead()));
  }

  @Test
  void a_drain_lets_the_invocation_end() {
    running();
    assertEquals(List.of(), on(new SandboxEvent.Drain()));
    assertEquals(List.of(new Effect.Refuse(Refusal.DRAINING)), on(new SandboxEvent.Invoke(5, "b")));
    on(new SandboxEvent.AnswerBegun(1, "a"));
    assertEquals(
        List.of(new Effect.Answer("a", RESPONSE), new Effect.Exit(0)),
        on(new SandboxEvent.AnswerEnded(1, "a", RESPONSE)));
  }

  @Test
  void an_idle_or_spare_sandbox_drains_at_once() {
    assertEquals(
        List.of(new Effect.Exit(0)), Lifecycle.born(0).on(new SandboxEvent.Drain()).effects());
    initialised();
    assertEquals(List.of(new Effect.Exit(0)), on(new SandboxEvent.Drain()));
  }

  @Test
  void code_that_is_refused_ends_the_sandbox() {
    on(new SandboxEvent.Specialise(5));
    assertEquals(List.of(new Effect.Exit(1)), on(new SandboxEvent.CodeRefused()));
  }

  @Test
  void a_failed_init_leaves_the_sandbox_idle_without_a_runtime() {
    on(new SandboxEvent.Specialise(5));
    on(new SandboxEvent.Unpacked());
    assertEquals(List.of(new Effect.KillRuntime()), on(new SandboxEvent.InitDeadlinePassed()));
    assertEquals(
        List.of(new Effect.FinishInit(new Verdict.InitTimedOut())),
        on(new SandboxEvent.RuntimeDead()));
    assertEquals(List.of(new Effect.StartRuntime(2)), on(new SandboxEvent.Invoke(5, "a")));
    assertTrue(on(new SandboxEvent.NextAsked(1)).getFirst() instanceof Effect.Refuse);
    assertEquals(List.of(new Effect.HandOver()), on(new SandboxEvent.NextAsked(2)));
  }

  @Test
  void a_runtime_that_grows_while_it_is_idle_is_killed_without_an_answer() {
    initialised();
    assertEquals(List.of(new Effect.KillRuntime()), on(new SandboxEvent.MemoryExceeded(1)));
    assertEquals(List.of(), on(new SandboxEvent.RuntimeDead()));
  }
}
