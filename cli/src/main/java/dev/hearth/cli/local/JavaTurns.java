package dev.hearth.cli.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lets Java sandboxes start one after another where they share a /tmp: AWS's client unpacks a
 * library to one fixed path there, and one that is overwritten while another maps it kills that.
 */
final class JavaTurns {
  /** The Init phase takes 10 s at most; then the next one starts, come what may. */
  static final Duration MAX_TURN = Duration.ofSeconds(11);

  private final boolean needed;
  private final Duration maxTurn;
  private final Queue<CompletableFuture<Turn>> waiting = new ArrayDeque<>();
  private boolean taken;

  JavaTurns(boolean needed, Duration maxTurn) {
    this.needed = needed;
    this.maxTurn = maxTurn;
  }

  /** The right to start now. */
  final class Turn {
    private final boolean real;
    private boolean over;

    private Turn(boolean real) {
      this.real = real;
    }

    /** A line of the log of the sandbox that has the turn: the first START says Init is over. */
    void saw(String line) {
      if (line.startsWith("START RequestId") || line.contains("\"platform.start\"")) {
        end();
      }
    }

    /** The sandbox has started, or will not. */
    void end() {
      if (real) {
        pass(this);
      }
    }
  }

  /** Completes when a sandbox of this runtime may start. */
  synchronized CompletableFuture<Turn> next(String runtime) {
    if (!needed || !runtime.startsWith("java")) {
      return CompletableFuture.completedFuture(new Turn(false));
    }
    var turn = new CompletableFuture<Turn>();
    if (taken) {
      waiting.add(turn);
    } else {
      taken = true;
      give(turn);
    }
    return turn;
  }

  private void give(CompletableFuture<Turn> to) {
    var turn = new Turn(true);
    CompletableFuture.delayedExecutor(maxTurn.toMillis(), TimeUnit.MILLISECONDS).execute(turn::end);
    to.complete(turn);
  }

  private void pass(Turn turn) {
    CompletableFuture<Turn> next;
    synchronized (this) {
      if (turn.over) {
        return;
      }
      turn.over = true;
      next = waiting.poll();
      taken = next != null;
    }
    if (next != null) {
      give(next);
    }
  }
}
