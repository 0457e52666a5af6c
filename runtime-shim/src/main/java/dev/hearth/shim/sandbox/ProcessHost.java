package dev.hearth.shim.sandbox;

import dev.hearth.shim.Clock;
import dev.hearth.shim.ShimConfig;
import dev.hearth.shim.function.FunctionSettings;
import dev.hearth.shim.lifecycle.ExitStatus;
import dev.hearth.shim.log.SandboxLog;
import dev.hearth.shim.process.Killer;
import dev.hearth.shim.process.MemoryMeter;
import dev.hearth.shim.process.Placeholders;
import dev.hearth.shim.process.Prestart;
import dev.hearth.shim.process.Reaper;
import dev.hearth.shim.process.RuntimeEnvironment;
import dev.hearth.shim.process.RuntimeProcess;
import dev.hearth.shim.process.StartedRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Runs runtimes as processes of this sandbox. */
public final class ProcessHost implements RuntimeHost {
  /** A runtime's end is awaited by a thread that does nothing else. */
  private static final long STACK_BYTES = 128 * 1024;

  /** What cannot be killed in that time ends the sandbox. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Clock clock;
  private final ShimConfig config;
  private final SandboxLog log;
  private final String runtimeApi;
  private final String logStream;
  private final MemoryMeter meter = new MemoryMeter(0);
  private final Killer killer;
  private final Reaper reaper = new Reaper();
  private final Set<Integer> awaited = ConcurrentHashMap.newKeySet();
  private final Connections connections = new Connections();
  private StartedRuntime waiting;
  private volatile RuntimeProcess process;
  private volatile long peakBytes;
  private volatile long startedNanos;

  /**
   * @param runtimeApi host:port, by which a runtime's processes are known too
   * @param logStream the name of this sandbox's log stream
   */
  public ProcessHost(
      Clock clock, ShimConfig config, SandboxLog log, String runtimeApi, String logStream) {
    this.clock = clock;
    this.config = config;
    this.log = log;
    this.runtimeApi = runtimeApi;
    this.logStream = logStream;
    this.killer = Killer.of(runtimeApi, clock.ticks());
  }

  @Override
  public Connections connections() {
    return connections;
  }

  @Override
  public void start(FunctionSettings function, Consumer<ExitStatus> whenEnded)
      throws RuntimeProcess.StartException {
    startedNanos = clock.nanos();
    log.initStart();
    Placeholders places =
        new Placeholders(config.taskRoot(), config.layerRoot(), function.handler());
    Map<String, String> environment =
        RuntimeEnvironment.of(config.inherited(), function, places, runtimeApi, logStream);
    Path folder = Path.of(places.fill(function.workingDirectory()));
    Optional<RuntimeProcess> waited = takeWaiting(function, places, environment, folder);
    RuntimeProcess started =
        waited.isPresent()
            ? waited.get()
            : RuntimeProcess.start(
                places.fill(function.command()), environment, folder, log.output());
    awaited.add(started.pid());
    process = started;
    new Thread(null, () -> awaitEnd(started, whenEnded), "runtime-end", STACK_BYTES).start();
  }

  /**
   * Starts the runtime that the sandbox's functions will have, where the maker has said which, so
   * that the first function finds it waiting.
   *
   * @param hooks what has it wait until then
   */
  public synchronized void prestart(Path hooks) {
    if (config.prestart().isEmpty()) {
      return;
    }
    Prestart prestart = config.prestart().get();
    Placeholders places = new Placeholders(config.taskRoot(), config.layerRoot(), "");
    Map<String, String> environment =
        RuntimeEnvironment.of(config.inherited(), prestart.nobody(), places, runtimeApi, logStream);
    try {
      waiting = StartedRuntime.start(prestart, hooks, places, environment, log.output());
      awaited.add(waiting.pid());
    } catch (IOException e) {
      System.err.println("hearth-shim: the runtime cannot be started before its function: " + e);
    }
  }

  private synchronized Optional<RuntimeProcess> takeWaiting(
      FunctionSettings function, Placeholders places, Map<String, String> variables, Path folder) {
    StartedRuntime taken = waiting;
    waiting = null;
    if (taken == null) {
      return Optional.empty();
    }
    Optional<RuntimeProcess> told =
        taken.suits(function.command(), variables, folder)
            ? taken.run(places, variables, folder)
            : Optional.empty();
    if (told.isEmpty()) {
      taken.kill();
      awaited.remove(taken.pid());
    }
    return told;
  }

  private void awaitEnd(RuntimeProcess started, Consumer<ExitStatus> whenEnded) {
    try {
      ExitStatus status = started.await();
      awaited.remove(started.pid());
      connections.awaitNone();
      whenEnded.accept(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void reap() {
    try {
      reaper.reapOrphans(awaited);
    } catch (UncheckedIOException _) {
      // The next time will do.
    }
  }

  @Override
  public long sinceStart() {
    return clock.nanos() - startedNanos;
  }

  @Override
  public boolean exceeds(long limit) {
    try {
      long used = meter.bytes(peakBytes, limit);
      peakBytes = Math.max(peakBytes, used);
      return used > limit;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Override
  public long peakBytes() {
    RuntimeProcess present = process;
    if (present != null) {
      peakBytes = Math.max(peakBytes, present.resident());
    }
    return peakBytes;
  }

  @Override
  public boolean kill() {
    return killer.killAll(PATIENCE.toMillis());
  }
}
