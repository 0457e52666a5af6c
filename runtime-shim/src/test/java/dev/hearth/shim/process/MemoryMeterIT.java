package dev.hearth.shim.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.Skipped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MemoryMeterIT {
  private static final long MB = 1_000_000;

  private Process process;

  @BeforeEach
  void need_python() {
    Skipped.unlessInstalled("python3");
  }

  @AfterEach
  void end_all_processes() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private long measured(long known, long limit) {
    return new MemoryMeter((int) process.pid()).bytes(known, limit);
  }

  private static void assertBetween(long least, long most, long bytes) {
    assertTrue(bytes > least && bytes < most, () -> "bytes: " + bytes);
  }

  @Test
  void a_process_counts_what_it_has_resident() throws Exception {
    start("held = b'x' * 100_000_000");
    assertBetween(100 * MB, 130 * MB, measured(0, 1000 * MB));
  }

  @Test
  void children_count_too() throws Exception {
    start("os.fork()", "held = b'x' * 60_000_000");
    assertBetween(120 * MB, 160 * MB, measured(0, 1000 * MB));
  }

  @Test
  void forked_workers_count_shared_pages_once() throws Exception {
    start("held = b'x' * 100_000_000", "os.fork()", "os.fork()");
    assertBetween(100 * MB, 150 * MB, measured(0, 1000 * MB));
  }

  @Test
  void what_is_not_more_than_is_known_is_not_measured_exactly() throws Exception {
    start("held = b'x' * 100_000_000", "os.fork()", "os.fork()");
    assertBetween(300 * MB, 600 * MB, measured(1000 * MB, 1000 * MB));
  }

  @Test
  void a_greedy_runtime_of_before_does_not_make_shared_pages_count_against_the_limit()
      throws Exception {
    start("held = b'x' * 100_000_000", "os.fork()", "os.fork()");
    assertBetween(100 * MB, 150 * MB, measured(1000 * MB, 150 * MB));
  }

  /** Runs the statements in every process, and returns when the slowest has said so. */
  private void start(String... statements) throws IOException {
    String script =
        "import os, time\n"
            + String.join("\n", statements)
            + "\nprint(1, flush=True)\ntime.sleep(300)";
    process = new ProcessBuilder("python3", "-c", script).redirectErrorStream(true).start();
    var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    var lines = new BufferedReader(output);
    int forks = String.join(" ", statements).split("fork", -1).length - 1;
    for (int i = 0; i < 1 << forks; i++) {
      lines.readLine();
    }
  }
}
