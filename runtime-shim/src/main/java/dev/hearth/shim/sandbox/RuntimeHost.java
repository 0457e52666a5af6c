package dev.hearth.shim.sandbox;

import dev.hearth.shim.Clock;
import dev.hearth.shim.ShimConfig;
import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.lifecycle.ExitStatus;
import dev.hearth.shim.log.SandboxLog;
import dev.hearth.shim.runtime.Extermination;
import dev.hearth.shim.runtime.MemoryGauge;
import dev.hearth.shim.runtime.Placeholders;
import dev.hearth.shim.runtime.ProcessTable;
import dev.hearth.shim.runtime.Reaper;
import dev.hearth.shim.runtime.RuntimeEnvironment;
import dev.hearth.shim.runtime.RuntimeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Starts, measures and kills the runtimes of the one function that the sandbox has. */
final class RuntimeHost {
  /** A runtime's end is awaited by a thread that does nothing else. */
  private static final long STACK_BYTES = 128 * 1024;

  private final Clock clock;
  private final ShimConfig config;
  private final SandboxLog log;
  private final String runtimeApi;
  private final String logStream;
  private final MemoryGauge gauge;
  private final Extermination extermination;
  private final Reaper reaper;
  private final Connections connections = new Connections();
  private volatile RuntimeProcess process;
  private volatile long peakBytes;
  private volatile long startedNanos;

  RuntimeHost(Clock clock, ShimConfig config, SandboxLog log, String runtimeApi, String logStream) {
    this.clock = clock;
    this.config = config;
    this.log = log;
    this.runtimeApi = runtimeApi;
    this.logStream = logStream;
    ProcessTable table = new ProcessTable((int) ProcessHandle.current().pid(), runtimeApi);
    this.gauge = new MemoryGauge(table);
    this.extermination = new Extermination(table, clock.ticks());
    this.reaper = new Reaper(table);
  }

  Connections connections() {
    return connections;
  }

  /**
   * @param whenEnded told once, by a thread of its own, when the runtime's process has ended
   */
  void start(FunctionSettings function, Consumer<ExitStatus> whenEnded)
      throws RuntimeProcess.StartException {
    startedNanos = clock.nanos();
    log.initStart();
    Placeholders places =
        new Placeholders(config.taskRoot(), config.layerRoot(), function.handler());
    Map<String, String> environment =
        RuntimeEnvironment.of(config.inherited(), function, places, runtimeApi, logStream);
    RuntimeProcess started;
    // Nobody may take it for an orphan before it is known as the JDK's.
    synchronized (reaper) {
      started =
          RuntimeProcess.start(
              places.fill(function.command()),
              environment,
              Path.of(places.fill(function.workingDirectory())),
              log.output());
      reaper.leave(started.pid());
    }
    process = started;
    new Thread(null, () -> awaitEnd(started, whenEnded), "runtime-end", STACK_BYTES).start();
  }

  private void awaitEnd(RuntimeProcess started, Consumer<ExitStatus> whenEnded) {
    try {
      ExitStatus status = started.await();
      connections.awaitNone();
      whenEnded.accept(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for processes that nobody else waits for; off every path. */
  void reap() {
    reaper.reap();
  }

  /** How long ago the runtime was started. */
  long sinceStart() {
    return clock.nanos() - startedNanos;
  }

  /** Measures all of the runtime's processes; answers what they use. */
  long measure() {
    try {
      long used = gauge.used();
      peakBytes = Math.max(peakBytes, used);
      return used;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The most memory that was seen used, and what the runtime's first process uses now. */
  long peakBytes() {
    RuntimeProcess present = process;
    if (present != null) {
      peakBytes = Math.max(peakBytes, present.resident(gauge));
    }
    return peakBytes;
  }

  /** False where something of the runtime cannot be killed. */
  boolean kill() {
    boolean dead = extermination.killAll();
    reaper.reap();
    return dead;
  }
}
