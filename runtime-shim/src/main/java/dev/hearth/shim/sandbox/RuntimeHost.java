package dev.hearth.shim.sandbox;

import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.lifecycle.ExitStatus;
import dev.hearth.shim.process.RuntimeProcess;
import java.util.function.Consumer;

/** Starts, measures and kills the runtimes of the one function that a sandbox has. */
public interface RuntimeHost {
  /** The connections of all its runtimes. */
  Connections connections();

  /**
   * @param whenEnded told once, by a thread of its own, when the runtime's process has ended
   */
  void start(FunctionSettings function, Consumer<ExitStatus> whenEnded)
      throws RuntimeProcess.StartException;

  /** Removes what is left of processes that nobody waits for; off every path. */
  void reap();

  /** How long ago the runtime was started. */
  long sinceStart();

  /** Measures all of the runtime's processes; whether they use more than that many bytes. */
  boolean exceeds(long limit);

  /** The most memory that was seen used, and what the runtime's first process uses now. */
  long peakBytes();

  /** False where something of the runtime cannot be killed. */
  boolean kill();
}
