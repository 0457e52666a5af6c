package dev.hearth.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Nothing that is on the leash outlives the one that holds it. */
class LeashIT {
  private final String mark = "mark-" + UUID.randomUUID();

  /** Runs in a JVM of its own, which the tests kill. */
  public static final class Holder {
    public static void main(String[] arguments) throws Exception {
      var leash =
          arguments[0].equals("none")
              ? new Leash(new Isolation.None("asked for"))
              : Leash.probe(Map.of());
      var inner =
          arguments[0].equals("none")
              ? "exec sleep 1000"
              : "setsid sleep 1000 & (setsid sh -c 'sleep 1000; : "
                  + arguments[1]
                  + "' &) ; sleep 1000";
      var builder = new ProcessBuilder("sh", "-c", inner + "; : " + arguments[1]);
      builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
      leash.startNow(builder, Leash.As.valueOf(arguments[2]));
      System.out.println("started");
      Thread.sleep(Duration.ofMinutes(10));
    }
  }

  /** Some are killed while their process is only being started, which is the hard case. */
  @RepeatedTest(8)
  void a_holder_that_is_killed_takes_all_along(RepetitionInfo repetition) throws Exception {
    int time = repetition.getCurrentRepetition() - 1;
    Process holder = holder("namespaces", time % 2 == 0 ? Leash.As.ROOT : Leash.As.USER);
    TimeUnit.MILLISECONDS.sleep(time * 3L);
    holder.destroyForcibly().waitFor();
    awaitNoneLeft();
  }

  @Test
  void without_namespaces_the_first_process_ends_at_least() throws Exception {
    Process holder = holder("none", Leash.As.USER);
    holder.destroyForcibly().waitFor();
    awaitNoneLeft();
  }

  @Test
  void what_is_asked_to_end_may_do_so_in_order() throws Exception {
    var leash = Leash.probe(Map.of());
    var builder =
        new ProcessBuilder(
            "sh", "-c", "trap 'echo bye; exit 7' TERM; echo here; while :; do sleep 0.05; done");
    Process process = leash.startNow(builder, Leash.As.USER);
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertEquals("here", lines.readLine());
      leash.terminate(process);
      assertEquals("bye", lines.readLine());
      assertEquals(7, process.waitFor());
    }
  }

  @Test
  void what_is_killed_goes_with_its_children() throws Exception {
    var leash = Leash.probe(Map.of());
    var builder = new ProcessBuilder("sh", "-c", "setsid sleep 1000 & echo here; wait; : " + mark);
    Process process = leash.startNow(builder, Leash.As.ROOT);
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertEquals("here", lines.readLine());
      leash.kill(process);
      awaitNoneLeft();
    }
  }

  private Process holder(String isolation, Leash.As as) throws Exception {
    Process holder =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                isolation,
                mark,
                as.name())
            .redirectErrorStream(true)
            .start();
    var lines = new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8));
    assertEquals("started", lines.readLine());
    return holder;
  }

  private List<String> marked() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(mark) && !line.contains(Holder.class.getSimpleName()))
        .toList();
  }

  /** The kernel's signal takes a moment to arrive. */
  private void awaitNoneLeft() throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(20);
    while (!marked().isEmpty() && Instant.now().isBefore(limit)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertEquals(List.of(), marked());
  }
}
