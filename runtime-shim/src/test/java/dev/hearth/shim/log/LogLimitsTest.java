package dev.hearth.shim.log;

import static dev.hearth.shim.log.LogOnTrial.ID;
import static dev.hearth.shim.log.LogOnTrial.SECOND;
import static dev.hearth.shim.log.LogOnTrial.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogLimitsTest {
  private static byte[] lines(int count, String line) {
    return (line + "\n").repeat(count).getBytes(UTF_8);
  }

  @Test
  void what_is_dropped_is_counted_and_said_once() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      int poured = 3 * 1024;
      trial.pour(lines(poured, "x".repeat(1023)));
      trial.log.end(success(ID));
      List<String> all = trial.written().lines().toList();
      long kept = all.stream().filter(l -> l.endsWith("xxx")).count();
      List<String> said = all.stream().filter(l -> l.startsWith("LOGS_DROPPED ")).toList();
      assertTrue(kept > 0 && kept < poured, "kept " + kept);
      assertEquals(1, said.size());
      assertTrue(
          said.getFirst()
              .contains("\tLines: " + (poured - kept) + "\tBytes: " + (poured - kept) * 1024),
          said.getFirst());
      assertEquals("END RequestId: " + ID, all.get(all.size() - 2));
    }
  }

  @Test
  void short_lines_cannot_make_more_log_than_the_rate_allows() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      long shown = trial.bytes().length;
      int seconds = 3;
      for (int tick = 0; tick < seconds * 10; tick++) {
        trial.pass(SECOND / 10);
        trial.pour(lines(200_000, ""));
        shown += trial.bytes().length;
      }
      long allowed = (seconds + 1) * LogRate.BYTES_PER_SECOND + 64 * 1024;
      assertTrue(shown <= allowed, shown + " bytes were shown of " + allowed);
    }
  }

  @Test
  void dropping_and_admitting_by_turns_is_not_said_at_every_turn() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      trial.pour(lines(2 * 1024, "x".repeat(1023)));
      for (int turn = 0; turn < 2_000; turn++) {
        trial.pass(SECOND / 2_000);
        trial.write(lines(1, "y".repeat(200)));
        trial.write(lines(1, "z".repeat(2_000)));
        trial.log.drain();
      }
      trial.log.end(success(ID));
      long said = trial.written().lines().filter(l -> l.startsWith("LOGS_DROPPED ")).count();
      assertTrue(said >= 1 && said <= 4, "said " + said + " times in one second");
    }
  }

  @Test
  void a_log_that_nobody_takes_keeps_the_platforms_records_and_drops_the_users() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      for (int invocation = 0; invocation < 200; invocation++) {
        trial.pass(SECOND);
        trial.log.start(ID, false);
        trial.pour(lines(64, "x".repeat(1023)));
        trial.log.end(success(ID));
      }
      List<String> all = trial.written().lines().toList();
      assertEquals(200, all.stream().filter(l -> l.startsWith("START ")).count());
      assertEquals(200, all.stream().filter(l -> l.startsWith("REPORT ")).count());
      assertTrue(all.stream().filter(l -> l.endsWith("xxx")).count() < 200 * 64);
      assertTrue(all.stream().anyMatch(l -> l.startsWith("LOGS_DROPPED ")));
    }
  }

  @Test
  void a_log_that_nobody_takes_for_ever_has_an_end_and_says_what_it_lacks() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      long invocations = 30_000;
      for (long invocation = 0; invocation < invocations; invocation++) {
        trial.log.start(ID, false);
        trial.log.end(success(ID));
      }
      String waiting = trial.written();
      assertTrue(waiting.length() < 5 << 20, waiting.length() + " bytes wait");
      trial.log.start(ID, false);
      trial.log.end(success(ID));
      String after = trial.written();
      assertTrue(after.contains("LOGS_DROPPED "), after);
    }
  }

  @Test
  void a_runtime_that_never_stops_writing_does_not_hold_up_an_invocation_s_end() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      byte[] line = lines(1, "x".repeat(1023));
      int patience = 8 * 1024;
      AtomicInteger read = new AtomicInteger();
      trial.whenLineIsRead(
          () -> {
            try {
              if (read.incrementAndGet() < patience) {
                trial.write(line);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      trial.log.start(ID, false);
      trial.write(line);
      trial.log.end(success(ID));
      assertTrue(read.get() > 64, "only " + read + " lines were read");
      assertTrue(read.get() < patience, "as many lines were read as were written");
    }
  }
}
