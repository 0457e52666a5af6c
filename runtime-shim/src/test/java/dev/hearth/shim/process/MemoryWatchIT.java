package dev.hearth.shim.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.Skipped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MemoryWatchIT {
  private static final long MB = 1_000_000;

  private Process process;
  private final AtomicInteger exceeded = new AtomicInteger();
  private final CountDownLatch once = new CountDownLatch(1);

  @BeforeEach
  void need_python() {
    Skipped.unlessInstalled("python3");
  }

  @AfterEach
  void end_all_processes() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Test
  void a_process_counts_what_it_has_resident() throws Exception {
    start("held = b'x' * 100_000_000");
    var watch = watch(1000 * MB);
    watch.sampleNow();
    assertTrue(
        watch.maxBytes() > 100 * MB && watch.maxBytes() < 130 * MB,
        () -> "bytes: " + watch.maxBytes());
  }

  @Test
  void children_count_too() throws Exception {
    start("os.fork()", "held = b'x' * 60_000_000");
    var watch = watch(1000 * MB);
    watch.sampleNow();
    assertTrue(
        watch.maxBytes() > 120 * MB && watch.maxBytes() < 160 * MB,
        () -> "bytes: " + watch.maxBytes());
  }

  @Test
  void forked_workers_count_shared_pages_once() throws Exception {
    start("held = b'x' * 100_000_000", "os.fork()", "os.fork()");
    var watch = watch(150 * MB);
    watch.start();
    watch.sampleNow();
    assertEquals(0, exceeded.get());
    assertTrue(
        watch.maxBytes() > 100 * MB && watch.maxBytes() < 150 * MB,
        () -> "bytes: " + watch.maxBytes());
  }

  @Test
  void above_the_limit_it_is_said_once() throws Exception {
    start("held = b'x' * 50_000_000");
    var watch = watch(40 * MB);
    watch.start();
    assertTrue(once.await(10, TimeUnit.SECONDS));
    watch.sampleNow();
    watch.stop();
    watch.start();
    watch.sampleNow();
    assertEquals(1, exceeded.get());
  }

  @Test
  void after_stop_nothing_is_said() throws Exception {
    start("held = b'x' * 50_000_000");
    var watch = watch(40 * MB);
    watch.sampleNow();
    watch.start();
    watch.stop();
    watch.sampleNow();
    assertEquals(0, exceeded.get());
    assertTrue(watch.maxBytes() > 50 * MB);
  }

  @Test
  void when_the_runtime_is_gone_the_most_it_used_is_still_known() throws Exception {
    start("held = b'x' * 50_000_000");
    var watch = watch(1000 * MB);
    watch.sampleNow();
    long most = watch.maxBytes();
    process.destroyForcibly().waitFor();
    watch.sampleNow();
    assertEquals(most, watch.maxBytes());
    assertFalse(most == 0);
  }

  private MemoryWatch watch(long limit) {
    Runnable said =
        () -> {
          exceeded.incrementAndGet();
          once.countDown();
        };
    return new MemoryWatch((int) process.pid(), limit, said, System::nanoTime);
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
