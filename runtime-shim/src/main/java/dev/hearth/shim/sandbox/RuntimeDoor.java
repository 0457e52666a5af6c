package dev.hearth.shim.sandbox;

import dev.hearth.shim.http.Wire;
import dev.hearth.shim.lifecycle.Refusal;
import dev.hearth.shim.lifecycle.SandboxEvent;
import dev.hearth.shim.lifecycle.Verdict;
import java.util.Optional;

/** What the connections of runtimes tell the sandbox; each says which runtime it belongs to. */
public final class RuntimeDoor {
  private final Sandbox sandbox;

  RuntimeDoor(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  public Connections connections() {
    return sandbox.connections();
  }

  /** The runtime that connects now. */
  public int generation() {
    return sandbox.generation();
  }

  /** The runtime asks for work on that connection; it is answered when there is some. */
  public Optional<Refusal> next(int generation, Wire wire) {
    return sandbox.tell(new SandboxEvent.NextAsked(generation), wire);
  }

  /** The connection has ended, which may have been waiting in {@code next}. */
  public void nextLost(int generation, Wire wire) {
    sandbox.unpark(generation, wire);
  }

  /** What a runtime that begins an answer is told, and the invocation it answers. */
  public record Begun(Optional<Refusal> refusal, Invocation invocation) {}

  public Begun answerBegins(int generation, String requestId) {
    Invocation invocation = sandbox.current();
    return new Begun(sandbox.tell(new SandboxEvent.AnswerBegun(generation, requestId)), invocation);
  }

  public void answerEnds(int generation, String requestId, Verdict verdict) {
    sandbox.tell(new SandboxEvent.AnswerEnded(generation, requestId, verdict));
  }

  /** An answer breaks off most often because the runtime has ended, and then that is told. */
  public void answerBreaks(int generation, String requestId, Verdict verdict)
      throws InterruptedException {
    sandbox.awaitEndOfRuntime();
    sandbox.tell(new SandboxEvent.AnswerBroken(generation, requestId, verdict));
    sandbox.logEnd();
  }

  public Optional<Refusal> initError(int generation, Verdict verdict) {
    return sandbox.tell(new SandboxEvent.InitErrorPosted(generation, verdict));
  }

  /** Writes to the log what the last invocation still lacks; after everyone was answered. */
  public void logEnd() {
    sandbox.logEnd();
  }
}
