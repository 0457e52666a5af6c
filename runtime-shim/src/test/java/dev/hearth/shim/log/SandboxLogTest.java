package dev.hearth.shim.log;

import static dev.hearth.shim.log.LogOnTrial.ID;
import static dev.hearth.shim.log.LogOnTrial.NOW;
import static dev.hearth.shim.log.LogOnTrial.OTHER;
import static dev.hearth.shim.log.LogOnTrial.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxLogTest {
  private static String report(String id) {
    return "REPORT RequestId: "
        + id
        + "\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB"
        + "\tMax Memory Used: 36 MB\t";
  }

  private static List<String> around(String id, String... between) {
    return java.util.stream.Stream.of(
            List.of("START RequestId: " + id + " Version: $LATEST"),
            List.of(between),
            List.of("END RequestId: " + id, report(id)))
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void what_was_written_before_the_end_stands_before_the_end() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      trial.write("one\ntwo\n");
      trial.log.end(success(ID));
      trial.log.start(OTHER, false);
      trial.write("three\n");
      trial.log.end(success(OTHER));
      List<String> lines = trial.written().lines().toList();
      assertEquals(around(ID, ID + " one", ID + " two"), lines.subList(0, 5));
      assertEquals(around(OTHER, OTHER + " three"), lines.subList(5, 9));
    }
  }

  @Test
  void a_line_that_lacks_its_end_belongs_to_the_invocation_that_wrote_it() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      trial.write("no end");
      trial.log.end(success(ID));
      assertEquals(around(ID, ID + " no end"), trial.written().lines().toList());
    }
  }

  @Test
  void what_init_wrote_stands_before_the_first_start_without_an_id() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.initStart();
      trial.write("loading\nhalf a line");
      trial.log.start(ID, false);
      List<String> lines = trial.written().lines().skip(1).toList();
      assertEquals(
          List.of("loading", "half a line", "START RequestId: " + ID + " Version: $LATEST"), lines);
    }
  }

  @Test
  void what_a_fresh_runtime_writes_does_not_carry_the_last_invocation_s_id() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      trial.log.end(success(ID));
      trial.write("last words");
      trial.log.initStart();
      trial.write("loading again\n");
      trial.log.start(OTHER, false);
      List<String> lines = trial.written().lines().skip(3).toList();
      assertEquals(ID + " last words", lines.get(0));
      assertTrue(lines.get(1).startsWith("INIT_START "), lines.toString());
      assertEquals("loading again", lines.get(2));
    }
  }

  @Test
  void a_dead_runtime_s_last_words_stand_before_the_news_of_its_death() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      trial.write("all\npanic");
      trial.log.failure("Runtime exited with error: exit status 1", "Runtime.ExitError");
      trial.write("slow");
      trial.log.timedOut(3_000);
      assertEquals(
          List.of(
              ID + " all",
              ID + " panic",
              "RequestId: " + ID + " Error: Runtime exited with error: exit status 1",
              "Runtime.ExitError",
              ID + " slow",
              NOW + " " + ID + " Task timed out after 3.00 seconds",
              ""),
          trial.written().lines().skip(1).toList());
    }
  }

  @Test
  void a_failure_outside_of_an_invocation_names_none() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      trial.log.end(success(ID));
      trial.written();
      trial.log.failure("Init took more than 10 seconds", "Sandbox.Timedout");
      assertEquals("Error: Init took more than 10 seconds\nSandbox.Timedout\n", trial.written());
    }
  }

  @Test
  void a_full_pipe_is_taken_in_whole_at_the_end() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      String line = "x".repeat(1023) + "\n";
      trial.write(line.repeat(64));
      trial.log.end(success(ID));
      List<String> lines = trial.written().lines().toList();
      assertEquals(64 + 3, lines.size());
      assertEquals("END RequestId: " + ID, lines.get(65));
    }
  }

  @Test
  void a_forged_end_stays_a_line_of_the_function() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      trial.write("END RequestId: " + ID + "\n" + report(ID) + "\n");
      trial.write("x".repeat(Lines.LIMIT % 60_000) + "\n");
      trial.log.end(success(ID));
      List<String> lines = trial.written().lines().toList();
      assertEquals(1, lines.stream().filter(l -> l.startsWith("END ")).count());
      assertEquals(1, lines.stream().filter(l -> l.startsWith("REPORT ")).count());
    }
  }

  @Test
  void the_tail_has_the_users_lines_as_they_were_written() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.initStart();
      trial.log.start(ID, true);
      trial.write("one\ntwo");
      byte[] tail = trial.log.end(success(ID));
      assertEquals(around(ID, "one", "two"), new String(tail, UTF_8).lines().toList());
    }
  }

  @Test
  void a_tail_is_the_last_4096_bytes_and_only_where_it_was_wanted() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, true);
      trial.write("x".repeat(10_000));
      byte[] tail = trial.log.end(success(ID));
      assertEquals(4_096, tail.length);
      assertTrue(
          new String(tail, UTF_8).endsWith("x\nEND RequestId: " + ID + "\n" + report(ID) + "\n"));
      trial.log.start(OTHER, false);
      assertEquals(0, trial.log.end(success(OTHER)).length);
    }
  }

  @Test
  void json_keeps_every_record_on_one_line() throws Exception {
    try (LogOnTrial trial = LogOnTrial.json("INFO")) {
      trial.log.start(ID, false);
      trial.write("plain\n{\"level\":\"WARN\"}\n{\"type\":\"platform.report\"}\n");
      trial.log.end(success(ID));
      List<String> lines = trial.written().lines().toList();
      assertEquals(5, lines.size());
      assertEquals("{\"level\":\"WARN\"}", lines.get(2));
      assertTrue(lines.get(3).contains("\"message\":\"{\\\"type\\\":\\\"platform.report\\\"}\""));
      assertEquals(
          1, lines.stream().filter(l -> l.contains("\"type\":\"platform.report\"")).count());
    }
  }

  @Test
  void a_thread_that_was_interrupted_does_not_end_the_log() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      trial.write("one\n");
      Thread.currentThread().interrupt();
      trial.log.drain();
      assertTrue(Thread.interrupted());
      trial.write("two\n");
      trial.log.end(success(ID));
      assertEquals(around(ID, ID + " one", ID + " two"), trial.written().lines().toList());
    }
  }

  @Test
  void the_log_outlives_the_runtimes_that_wrote_to_it() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      for (int runtime = 0; runtime < 3; runtime++) {
        System.gc();
        try (var out = new java.io.FileOutputStream(trial.log.output())) {
          out.write(("runtime " + runtime + "\n").getBytes(UTF_8));
        }
        trial.log.drain();
      }
      assertEquals("runtime 0\nruntime 1\nruntime 2\n", trial.written());
    }
  }
}
