package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cli.process.Leash;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sandboxes are brought and ended in time, whatever the program in them does. */
class LocalSandboxesIT {
  private static final String GOOD =
      "trap 'exit 0' TERM; echo warning; echo hearth-shim listening on 127.0.0.1:41;"
          + " echo a record; while :; do sleep 0.05; done";

  /** Says, once it belongs to a function, whether that one's runtime has been started. */
  private static final String TELLS =
      "echo hearth-shim listening on 127.0.0.1:41; trap 'exit 0' TERM; while :; do sleep 0.05;"
          + " if [ -n \"$HEARTH_PRESTART\" ]; then echo started; else echo not started; fi; done";

  @TempDir Path folder;

  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  @Test
  void parallel_requests_get_sandboxes_of_their_own() throws Exception {
    try (var sandboxes = sandboxes(GOOD, Duration.ofSeconds(20), Duration.ofSeconds(3))) {
      var uids = new HashSet<String>();
      for (int i = 0; i < LocalSandboxes.SPARES + 2; i++) {
        SandboxAddress address = get(sandboxes);
        assertEquals("127.0.0.1", address.host());
        uids.add(address.uid());
      }
      assertEquals(LocalSandboxes.SPARES + 2, uids.size());
    }
    assertEquals(List.of(), folders());
  }

  @Test
  void spares_are_there_before_anybody_asks_and_again_after_one_was_taken() throws Exception {
    try (var sandboxes = sandboxes(GOOD, Duration.ofSeconds(20), Duration.ofSeconds(3))) {
      awaitFolders(LocalSandboxes.SPARES);
      get(sandboxes);
      awaitFolders(LocalSandboxes.SPARES + 1);
    }
  }

  @Test
  void each_runtime_has_spares_in_which_it_is_started() throws Exception {
    try (var sandboxes = sandboxes(TELLS, Duration.ofSeconds(20), Duration.ofSeconds(3))) {
      sandboxes.expect(function("provided.al2023"));
      awaitFolders(2 * LocalSandboxes.SPARES);
      get(sandboxes);
      assertEquals("f started", awaitLine("f "));
      sandboxes.acquire(function("provided.al2023"));
      assertEquals("f not started", awaitLine("f not"));
    }
  }

  @Test
  void runtimes_that_were_not_used_for_longest_make_room() throws Exception {
    try (var sandboxes = sandboxes(TELLS, Duration.ofSeconds(20), Duration.ofSeconds(3))) {
      for (int i = 0; i < LocalSandboxes.RUNTIMES; i++) {
        sandboxes.expect(function("python3.11", "python" + i));
      }
      awaitFolders(LocalSandboxes.RUNTIMES * LocalSandboxes.SPARES);
    }
  }

  private String awaitLine(String start) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String line = log.poll(20, TimeUnit.SECONDS);
    while (line != null && !line.startsWith(start) && System.nanoTime() < end) {
      line = log.poll(20, TimeUnit.SECONDS);
    }
    return line;
  }

  @Test
  void what_a_claimed_sandbox_says_is_its_functions_log() throws Exception {
    String late = GOOD.replace("echo a record", "sleep 0.5; echo a record");
    try (var sandboxes = sandboxes(late, Duration.ofSeconds(20), Duration.ofSeconds(3))) {
      get(sandboxes);
      assertEquals("f a record", awaitLine("f "));
    }
  }

  @Test
  void a_released_sandbox_drains_and_is_gone_with_its_folder() throws Exception {
    String telling = GOOD.replace("'exit 0'", "'echo drained; exit 0'");
    try (var sandboxes = sandboxes(telling, Duration.ofSeconds(20), Duration.ofSeconds(20))) {
      SandboxAddress address = get(sandboxes);
      sandboxes.release(address);
      sandboxes.release(address);
      String line = log.poll(20, TimeUnit.SECONDS);
      while (line != null && !line.equals("f drained")) {
        line = log.poll(20, TimeUnit.SECONDS);
      }
      assertEquals("f drained", line);
      while (folders().contains(address.uid())) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  @Test
  void one_that_does_not_drain_is_ended_by_force() throws Exception {
    String deaf = GOOD.replace("'exit 0'", "''");
    try (var sandboxes = sandboxes(deaf, Duration.ofSeconds(20), Duration.ofMillis(200))) {
      SandboxAddress address = get(sandboxes);
      sandboxes.release(address);
      while (folders().contains(address.uid())) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  @Test
  void a_program_that_ends_at_once_is_a_clear_error() throws Exception {
    try (var sandboxes = sandboxes("exit 3", Duration.ofSeconds(20), Duration.ofSeconds(1))) {
      assertEquals(
          "No sandbox could be started: the sandbox ended before it was ready", refused(sandboxes));
    }
  }

  @Test
  void a_program_that_never_opens_its_port_is_given_up() throws Exception {
    try (var sandboxes = sandboxes("sleep 1000", Duration.ofMillis(500), Duration.ofMillis(100))) {
      String message = refused(sandboxes);
      assertTrue(message.contains("s to open its port"), message);
    }
    assertEquals(List.of(), folders());
  }

  @Test
  void a_spare_that_died_is_not_handed_out() throws Exception {
    Path started = folder.resolve("started");
    String once =
        "if mkdir %s/once; then echo hearth-shim listening on 127.0.0.1:9; echo x >> %s; exit; fi;"
                .formatted(folder, started)
            + " echo x >> %s; ".formatted(started)
            + GOOD;
    try (var sandboxes = sandboxes(once, Duration.ofSeconds(20), Duration.ofSeconds(1))) {
      while (!Files.exists(started) || Files.size(started) < 2 * LocalSandboxes.SPARES) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      while (ProcessHandle.current().children().count() >= LocalSandboxes.SPARES) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertEquals(41, get(sandboxes).port());
    }
  }

  private LocalSandboxes sandboxes(String program, Duration start, Duration drain)
      throws Exception {
    Path shim = Files.writeString(folder.resolve("shim"), "#!/bin/sh\n" + program + "\n");
    assertTrue(shim.toFile().setExecutable(true));
    Path parent = Files.createDirectory(folder.resolve("sandboxes"));
    var starter =
        new SandboxStarter(
            Leash.probe(Map.of()), parent, shim, "key", System.getenv(), List.of(folder));
    var times = new LocalSandboxes.Times(start, drain, Duration.ofMillis(10));
    var sandboxes = new LocalSandboxes(starter, times, (name, line) -> log.add(name + " " + line));
    sandboxes.expect(function());
    return sandboxes;
  }

  private static SandboxAddress get(LocalSandboxes sandboxes) throws Exception {
    return sandboxes
        .acquire(function())
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static String refused(LocalSandboxes sandboxes) {
    var e = assertThrows(ExecutionException.class, () -> get(sandboxes));
    return assertInstanceOf(SandboxUnavailableException.class, e.getCause()).getMessage();
  }

  private void awaitFolders(int count) throws Exception {
    while (folders().size() != count) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private List<String> folders() throws Exception {
    try (var files = Files.list(folder.resolve("sandboxes"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("sandbox.sh"))
          .toList();
    }
  }

  private static FunctionVersion function() {
    return function("python3.11");
  }

  private static FunctionVersion function(String runtime, String... command) {
    return new FunctionVersion(
        new FunctionId(Accounts.LOCAL_NAMESPACE, "f"),
        "$LATEST",
        "r",
        runtime,
        List.of(command),
        Map.of(),
        FunctionVersion.TASK_ROOT,
        "a.b",
        128,
        3_000,
        512,
        Map.of(),
        Map.of(),
        FunctionVersion.Logging.TEXT,
        List.of(),
        "");
  }
}
