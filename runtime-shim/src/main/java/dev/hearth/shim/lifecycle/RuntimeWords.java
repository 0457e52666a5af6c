package dev.hearth.shim.lifecycle;

import dev.hearth.shim.lifecycle.SandboxState.After;
import dev.hearth.shim.lifecycle.SandboxState.Busy;
import dev.hearth.shim.lifecycle.SandboxState.Gone;
import dev.hearth.shim.lifecycle.SandboxState.Idle;
import dev.hearth.shim.lifecycle.SandboxState.Initialising;
import dev.hearth.shim.lifecycle.SandboxState.Orphaned;
import dev.hearth.shim.lifecycle.SandboxState.Presence;
import dev.hearth.shim.lifecycle.SandboxState.Resetting;
import dev.hearth.shim.lifecycle.SandboxState.Spare;
import dev.hearth.shim.lifecycle.SandboxState.Stage;

/** What follows from what the present runtime says and does, which may be anything at any time. */
record RuntimeWords(Lifecycle life) {
  Step on(SandboxEvent.OfRuntime event) {
    return switch (event) {
      case SandboxEvent.NextAsked _ -> next();
      case SandboxEvent.NextLost _ ->
          life.state() instanceof Idle(Presence runtime) && runtime == Presence.PARKED
              ? life.become(new Idle(Presence.WORKING))
              : life.ignored();
      case SandboxEvent.AnswerBegun begun -> begun(begun.requestId());
      case SandboxEvent.AnswerEnded ended -> ended(ended.requestId(), ended.verdict());
      case SandboxEvent.AnswerBroken broken -> broken(broken.requestId(), broken.verdict());
      case SandboxEvent.InitErrorPosted posted -> initError(posted.verdict());
      case SandboxEvent.StartFailed failed -> exited(failed.verdict());
      case SandboxEvent.RuntimeExited exited -> exited(exited.verdict());
      case SandboxEvent.MemoryExceeded _ -> exited(new Verdict.OutOfMemory());
    };
  }

  private Step next() {
    return switch (life.state()) {
      case Initialising(boolean unpacked) ->
          unpacked
              ? life.become(
                  new Idle(Presence.PARKED),
                  new Effect.Park(),
                  new Effect.FinishInit(new Verdict.Ready()))
              : invalidState();
      case Idle(Presence runtime) ->
          runtime == Presence.WORKING
              ? life.become(new Idle(Presence.PARKED), new Effect.Park())
              : invalidState();
      case Busy(String id, Stage stage) ->
          stage == Stage.STARTING || stage == Stage.WAITING
              ? life.become(new Busy(id, Stage.RUNNING), new Effect.HandOver())
              : invalidState();
      case Spare _, Orphaned _, Resetting _, Gone _ -> invalidState();
    };
  }

  private Step begun(String requestId) {
    return switch (life.state()) {
      case Busy(String id, Stage stage) ->
          switch (stage) {
            case STARTING, WAITING -> invalidState();
            case ANSWERING -> life.refuse(Refusal.INVALID_REQUEST_ID);
            case RUNNING ->
                id.equals(requestId)
                    ? life.become(new Busy(id, Stage.ANSWERING), new Effect.Proceed())
                    : life.refuse(Refusal.INVALID_REQUEST_ID);
          };
      // Its invocation has been answered: the id is a duplicate or wrong.
      case Idle _ -> life.refuse(Refusal.INVALID_REQUEST_ID);
      case Spare _, Initialising _, Orphaned _, Resetting _, Gone _ -> invalidState();
    };
  }

  private Step ended(String requestId, Verdict verdict) {
    Effect answer = new Effect.Answer(requestId, verdict);
    if (isAnswering(requestId)) {
      return life.idle(Presence.WORKING, answer);
    }
    return life.state() instanceof Orphaned(String id, Verdict _) && id.equals(requestId)
        ? life.reset(new After.Nothing(), answer)
        : life.ignored();
  }

  private Step broken(String requestId, Verdict verdict) {
    if (isAnswering(requestId)) {
      return life.reset(new After.Answer(requestId, verdict));
    }
    return life.state() instanceof Orphaned(String id, Verdict exit) && id.equals(requestId)
        ? life.reset(new After.Answer(id, exit))
        : life.ignored();
  }

  private boolean isAnswering(String requestId) {
    return life.state() instanceof Busy(String id, Stage stage)
        && stage == Stage.ANSWERING
        && id.equals(requestId);
  }

  private Step initError(Verdict verdict) {
    if (life.state() instanceof Initialising(boolean unpacked) && unpacked) {
      return life.reset(new After.InitEnds(verdict), new Effect.Proceed());
    }
    return life.state() instanceof Busy(String id, Stage stage) && stage == Stage.STARTING
        ? life.reset(new After.Answer(id, verdict), new Effect.Proceed())
        : invalidState();
  }

  private Step invalidState() {
    return life.refuse(Refusal.INVALID_STATE);
  }

  private Step exited(Verdict verdict) {
    return switch (life.state()) {
      case Initialising _ -> life.reset(new After.InitEnds(verdict));
      case Idle _ -> life.reset(new After.Nothing());
      case Busy(String id, Stage stage) ->
          switch (stage) {
            case STARTING, RUNNING -> life.reset(new After.Answer(id, verdict));
            case WAITING -> life.reset(new After.Restart(id));
            case ANSWERING ->
                verdict instanceof Verdict.OutOfMemory
                    ? life.reset(new After.Answer(id, verdict))
                    : life.become(new Orphaned(id, verdict));
          };
      case Orphaned(String id, Verdict exit) ->
          verdict instanceof Verdict.OutOfMemory
              ? life.reset(new After.Answer(id, verdict))
              : life.become(new Orphaned(id, exit));
      case Spare _, Resetting _, Gone _ -> life.ignored();
    };
  }
}
