package dev.hearth.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes that end when hearth ends, even when it is killed: the kernel sees to it. Where
 * it may, it gives each a pid namespace, so that all their children end with them. They get a
 * session of their own, since Ctrl-C in the terminal is for hearth, which ends them in order.
 */
public final class Leash {
  /** As whom a process sees itself where it gets a user namespace. */
  public enum As {
    ROOT("--map-root-user"),
    USER("--map-current-user");

    private final String option;

    As(String option) {
      this.option = option;
    }
  }

  private static final long PROBE_SECONDS = 10;
  private static final long KILL_SECONDS = 5;

  /**
   * Who ended before the kernel's signal was ordered would send none. So each process looks, once
   * it has been ordered, whether the one that it depends on is still there.
   */
  private static final String ALONE =
      """
      [ "$PPID" = "$0" ] || exit 1
      exec "$@"
      """;

  /** The descriptor shows how the outer process is, also where another /proc is mounted. */
  private static final String IN_NAMESPACES =
      """
      [ "$PPID" = "$0" ] || exit 1
      options=$1
      shift
      exec 3< /proc/$$/stat
      exec unshare $options --mount --pid --fork --kill-child=KILL --mount-proc sh -c '
        read -r _ _ state _ <&3 || exit 1
        case $state in Z | X) exit 1 ;; esac
        exec 3<&-
        exec "$@"
      ' sh "$@"
      """;

  private final Isolation isolation;

  /**
   * One thread for ever: the kernel's signal comes when the thread ends that started a process.
   * Nothing may end this one but the end of hearth.
   */
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("process-starter").factory());

  public Leash(Isolation isolation) {
    this.isolation = isolation;
  }

  /**
   * Tries out what the system allows.
   *
   * @param environment in which HEARTH_ISOLATION=none asks for less than that
   */
  public static Leash probe(Map<String, String> environment)
      throws IOException, InterruptedException {
    if ("none".equals(environment.get("HEARTH_ISOLATION"))) {
      return new Leash(new Isolation.None("HEARTH_ISOLATION=none"));
    }
    boolean user = !"root".equals(System.getProperty("user.name"));
    var hoped = new Isolation.Namespaces(user);
    var leash = new Leash(hoped);
    var check = new ProcessBuilder("sh", "-c", "[ $$ = 1 ]").redirectErrorStream(true);
    Process process = leash.startNow(check, As.ROOT);
    if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return new Leash(new Isolation.None("a probe took more than " + PROBE_SECONDS + " s"));
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return process.exitValue() == 0 ? leash : new Leash(new Isolation.None(said));
  }

  public Isolation isolation() {
    return isolation;
  }

  /** Starts what the builder says; its command is replaced by one that starts it on the leash. */
  public CompletableFuture<Process> start(ProcessBuilder builder, As as) {
    builder.command(command(as, builder.command()));
    builder.redirectInput(new File("/dev/null"));
    var started = new CompletableFuture<Process>();
    starter.execute(
        () -> {
          try {
            started.complete(builder.start());
          } catch (IOException e) {
            started.completeExceptionally(e);
          }
        });
    return started;
  }

  /** The same for callers that may block. */
  public Process startNow(ProcessBuilder builder, As as) throws IOException {
    try {
      return start(builder, as).join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Asks a process from here to end in order. */
  public void terminate(Process process) {
    first(process).orElse(process.toHandle()).destroy();
  }

  /** Ends a process from here with its children, and returns when it has. */
  public void kill(Process process) throws InterruptedException {
    Optional<ProcessHandle> first = first(process);
    if (first.isPresent()) {
      // Its end is that of all in the namespace, and unshare ends when it has seen that.
      first.get().destroyForcibly();
      process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    } else {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly().waitFor();
  }

  /**
   * The first process in the namespace. The one we started is unshare outside of it, which passes
   * on no signal.
   */
  private Optional<ProcessHandle> first(Process process) {
    return switch (isolation) {
      case Isolation.Namespaces _ -> process.children().findFirst();
      case Isolation.None _ -> Optional.empty();
    };
  }

  private List<String> command(As as, List<String> inner) {
    var command = new ArrayList<>(List.of("setsid", "setpriv", "--pdeathsig"));
    String hearth = Long.toString(ProcessHandle.current().pid());
    switch (isolation) {
      case Isolation.Namespaces(boolean user) -> {
        String options = user ? "--user " + as.option : "";
        command.addAll(List.of("KILL", "sh", "-c", IN_NAMESPACES, hearth, options));
      }
      // Whoever is killed cannot end its own children, so it is asked.
      case Isolation.None _ -> command.addAll(List.of("TERM", "sh", "-c", ALONE, hearth));
    }
    command.addAll(inner);
    return command;
  }
}
