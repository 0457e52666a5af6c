package dev.hearth.cli.local;

import dev.hearth.cli.code.BuildStep;
import dev.hearth.cli.code.CodeLimits;
import dev.hearth.cli.code.CodePackager;
import dev.hearth.cli.process.Leash;
import dev.hearth.cli.runtime.LocalRuntimes;
import dev.hearth.gateway.GatewayConfig;
import dev.hearth.gateway.GatewayKeys;
import dev.hearth.gateway.GatewayServer;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Local mode from its start to its end: everything is wired here, by hand. */
public final class LocalMode {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  /** Looking must not keep a processor busy, however much there is to look at. */
  private static final int IDLE_PER_LOOK = 10;

  /** How long requests in flight may take when hearth is asked to stop. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

  private final LocalOptions options;
  private final PrintStream out;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean serving;

  public LocalMode(LocalOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Has {@link #run} end in order. */
  public void stop() {
    stop.countDown();
  }

  /** Whether it has yet to begin to serve; then {@link #run} wants an interrupt to end. */
  public boolean isStarting() {
    return !serving;
  }

  /** Serves until {@link #stop}, or until the thread is interrupted while it starts. */
  public void run() throws UserErrorException, IOException, InterruptedException {
    Ports ports = Ports.free(options.port(), options.managementPort());
    var console = new Console(out, Console.wantsColours(options.terminal(), options.environment()));
    var usage =
        new Usage(
            options.command(),
            ports.api(),
            LocalOptions.DEFAULT_PORT,
            Path.of("").toAbsolutePath());
    Path folder = SandboxFolder.forProcess(Path.of(System.getProperty("java.io.tmpdir")));
    try (var log = new LogFile(LogFile.of(options.cache(), ports.api()), LogFile.MAX_SIZE)) {
      serve(ports, console, usage, folder, log);
    } finally {
      SandboxFolder.remove(folder);
    }
  }

  private void serve(Ports ports, Console console, Usage usage, Path folder, LogFile log)
      throws UserErrorException, IOException, InterruptedException {
    Leash leash = Leash.probe(options.environment());
    var keys = GatewayKeys.generate();
    var starter =
        new SandboxStarter(
            leash,
            folder,
            options.shim(),
            keys.publicKeyBase64(),
            options.environment(),
            List.of(options.shim().getParent().getParent(), options.cache()));
    warnIfShared(starter.places(), console);
    var functionLog = new FunctionLog(console, log);
    var artifacts = new ArtifactStore(folder.resolve("artifacts"), Runnable::run);
    var catalogue = new Catalogue();
    try (var services =
            new Services(leash, options.environment(), Services.MAX_START, functionLog::line);
        var sandboxes =
            new LocalSandboxes(starter, LocalSandboxes.Times.DEFAULT, functionLog::line)) {
      var announcer = new Announcer(console, usage);
      var loader = loader(leash, artifacts, services, console, sandboxes::expect);
      var reloader = new Reloader(new Workspace(options.folders()), loader, catalogue, announcer);
      List<Declared.OfFunction> declared = reloader.loadAll();
      if (declared.isEmpty()) {
        throw new UserErrorException("no Function manifest in " + folders(usage));
      }
      var config =
          GatewayConfig.local(
              LocalOptions.HOST,
              ports.api(),
              ports.management(),
              options.accountId(),
              options.region());
      var gateway = new GatewayServer(config, catalogue, artifacts, sandboxes, keys);
      await(gateway.start().toCompletionStage().toCompletableFuture());
      try {
        Greeting.print(console, usage, ports, declared, catalogue);
        announcer.nowServing();
        serving = true;
        var shortages = new Shortages(words -> console.complain("hearth: " + words));
        watch(
            () -> {
              reloader.look();
              shortages.look(gateway.provisioner().standings());
            });
        console.say("hearth: stopping");
      } finally {
        await(gateway.close().toCompletionStage().toCompletableFuture());
      }
    }
  }

  private FunctionLoader loader(
      Leash leash,
      ArtifactStore artifacts,
      Services services,
      Console console,
      Consumer<FunctionVersion> loaded) {
    var runtimes = new LocalRuntimes(options.environment(), line -> console.say("hearth: " + line));
    var builds =
        new BuildStep(
            leash,
            options.cache().resolve("builds"),
            options.environment(),
            BuildStep.MAX_DURATION,
            line -> console.say("hearth: " + line));
    var packager = new CodePackager(artifacts, CodeLimits.OF_AWS);
    return new FunctionLoader(
        runtimes::resolve, builds, packager, services, options.endpointUrl(), loaded);
  }

  private void watch(Runnable look) throws InterruptedException {
    Duration pause = BETWEEN_LOOKS;
    while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      long start = System.nanoTime();
      look.run();
      var idle = Duration.ofNanos(System.nanoTime() - start).multipliedBy(IDLE_PER_LOOK);
      pause = idle.compareTo(BETWEEN_LOOKS) > 0 ? idle : BETWEEN_LOOKS;
    }
  }

  private String folders(Usage usage) {
    return String.join(", ", options.folders().stream().map(usage::shortened).toList());
  }

  private static void warnIfShared(SandboxPlaces places, Console console) {
    switch (places) {
      case SandboxPlaces.Private _ -> {}
      case SandboxPlaces.Shared(String reason) ->
          console.complain(
              "hearth: this system refuses sandboxes of their own ("
                  + reason
                  + "): functions share /tmp and see other processes, and Java functions start one"
                  + " at a time");
    }
  }

  private static void await(java.util.concurrent.CompletableFuture<Void> done)
      throws UserErrorException, InterruptedException {
    try {
      done.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new UserErrorException(e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw new UserErrorException(
          "the gateway took more than " + CLOSE_LIMIT.toSeconds() + " s to start or stop");
    }
  }
}
