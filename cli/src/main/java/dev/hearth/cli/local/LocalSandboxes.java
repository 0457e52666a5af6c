package dev.hearth.cli.local;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxSource;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import dev.hearth.gateway.sandbox.SpareLinks;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Sandboxes that are processes of this machine. A few spares always stand ready for each runtime
 * that functions have here; any spare can run any function, but only where its runtime has been
 * started before is that saved.
 */
final class LocalSandboxes implements SandboxSource, AutoCloseable {
  /** How many sandboxes stand ready for no function in particular, for each runtime. */
  static final int SPARES = 2;

  /** For how many; what was not used for longest makes room. */
  static final int RUNTIMES = 4;

  /**
   * How long things may take.
   *
   * @param start from a sandbox's start until its port is open
   * @param drain from the request to drain until the sandbox is ended by force: the longest
   *     Shutdown phase and a little
   * @param refill how long a new spare waits, so that the cold start that took the last one has
   *     most of its work behind
   */
  record Times(Duration start, Duration drain, Duration refill) {
    static final Times DEFAULT =
        new Times(Duration.ofSeconds(20), Duration.ofSeconds(3), Duration.ofMillis(400));
  }

  private final SandboxStarter starter;
  private final Times times;
  private final BiConsumer<String, String> log;
  private final SequencedMap<String, Deque<CompletableFuture<SandboxProcess>>> spares =
      new LinkedHashMap<>();
  private final Map<String, SandboxProcess> living = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> ending = new ConcurrentHashMap<>();
  private Optional<SpareLinks> links = Optional.empty();
  private boolean closed;

  /**
   * @param log is given a function's name and a line of its log; an empty name for spares
   */
  LocalSandboxes(SandboxStarter starter, Times times, BiConsumer<String, String> log) {
    this.starter = starter;
    this.times = times;
    this.log = log;
  }

  /** Has spares stand ready for functions with that runtime. */
  synchronized void expect(FunctionVersion function) {
    use(StartedRuntimes.of(function));
    refill();
  }

  private synchronized Deque<CompletableFuture<SandboxProcess>> use(String runtime) {
    Deque<CompletableFuture<SandboxProcess>> some = spares.remove(runtime);
    spares.put(runtime, some == null ? new ArrayDeque<>() : some);
    while (spares.size() > RUNTIMES) {
      for (var spare : spares.pollFirstEntry().getValue()) {
        var _ = spare.thenAccept(this::end);
      }
    }
    return spares.get(runtime);
  }

  @Override
  public synchronized void begin(SpareLinks keeps) {
    links = Optional.of(keeps);
    spares.values().stream()
        .flatMap(Deque::stream)
        .filter(spare -> spare.isDone() && !hasEnded(spare))
        .forEach(spare -> connected(spare.resultNow()));
  }

  @Override
  public Future<SandboxAddress> acquire(FunctionVersion function) {
    return Future.fromCompletionStage(
            take(StartedRuntimes.of(function))
                .thenCompose(sandbox -> give(sandbox, function.name())))
        .recover(e -> Future.failedFuture(unavailable(e)));
  }

  @Override
  public void release(SandboxAddress sandbox) {
    SandboxProcess process = living.get(sandbox.uid());
    if (process != null) {
      forget(sandbox);
      end(process);
    }
  }

  private synchronized void forget(SandboxAddress sandbox) {
    links.ifPresent(all -> all.forget(sandbox));
  }

  /** Ends every sandbox, and returns when none is left. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    living.values().stream()
        .filter(process -> !ending.containsKey(process.uid()))
        .parallel()
        .forEach(SandboxProcess::kill);
    CompletableFuture.allOf(ending.values().toArray(CompletableFuture[]::new)).join();
  }

  private CompletableFuture<SandboxAddress> give(SandboxProcess sandbox, String function) {
    sandbox.logTo(line -> log.accept(function, line));
    return sandbox.ready();
  }

  /** A spare that still lives, at best with that runtime, or else a new sandbox. */
  private CompletableFuture<SandboxProcess> take(String runtime) {
    CompletableFuture<SandboxProcess> taken = pollSpare(runtime);
    CompletableFuture.delayedExecutor(times.refill().toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::refill);
    return taken == null ? start(runtime) : taken;
  }

  private synchronized CompletableFuture<SandboxProcess> pollSpare(String runtime) {
    spares.values().forEach(some -> some.removeIf(LocalSandboxes::hasEnded));
    return Stream.concat(Stream.of(use(runtime)), spares.values().stream())
        .filter(some -> !some.isEmpty())
        .findFirst()
        .map(Deque::remove)
        .orElse(null);
  }

  private synchronized void refill() {
    spares.forEach(
        (runtime, some) -> {
          some.removeIf(LocalSandboxes::hasEnded);
          while (!closed && some.size() < SPARES) {
            some.add(start(runtime).thenApply(this::connected));
          }
        });
  }

  /** One whose connections break has ended, which is seen when it is polled. */
  private synchronized SandboxProcess connected(SandboxProcess spare) {
    links.ifPresent(all -> all.keep(spare.ready().resultNow(), Optional.empty(), () -> {}));
    return spare;
  }

  private static boolean hasEnded(CompletableFuture<SandboxProcess> spare) {
    return spare.isCompletedExceptionally() || (spare.isDone() && !spare.resultNow().isAlive());
  }

  private CompletableFuture<SandboxProcess> start(String runtime) {
    return starter
        .start(runtime, line -> log.accept("", line))
        .thenApply(this::born)
        .thenCompose(
            process ->
                process
                    .ready()
                    .orTimeout(times.start().toMillis(), TimeUnit.MILLISECONDS)
                    .handle((_, e) -> endUnlessReady(process, e)));
  }

  private synchronized SandboxProcess born(SandboxProcess process) {
    living.put(process.uid(), process);
    if (closed) {
      end(process);
    }
    return process;
  }

  private SandboxProcess endUnlessReady(SandboxProcess process, Throwable problem) {
    if (problem == null) {
      return process;
    }
    end(process);
    throw new IllegalStateException(
        problem instanceof java.util.concurrent.TimeoutException
            ? "it took more than " + times.start().toSeconds() + " s to open its port"
            : problem.getMessage());
  }

  private void end(SandboxProcess process) {
    ending.computeIfAbsent(
        process.uid(),
        uid ->
            CompletableFuture.runAsync(
                () -> {
                  process.end(times.drain());
                  living.remove(uid);
                  ending.remove(uid);
                },
                Thread::startVirtualThread));
  }

  private static SandboxUnavailableException unavailable(Throwable problem) {
    Throwable cause = problem.getCause() == null ? problem : problem.getCause();
    return new SandboxUnavailableException("No sandbox could be started: " + cause.getMessage());
  }
}
