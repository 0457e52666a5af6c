package dev.hearth.shim.log;

import static dev.hearth.shim.log.LogOnTrial.ID;
import static dev.hearth.shim.log.LogOnTrial.success;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SandboxLogIT {
  private static Process shell(LogOnTrial trial, String script) throws IOException {
    return new ProcessBuilder("sh", "-c", script)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.to(trial.log.output()))
        .start();
  }

  @Test
  void both_streams_of_a_process_come_in_the_order_it_wrote_them() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      trial.log.start(ID, false);
      shell(trial, "echo out; echo err >&2; printf 'out again'").waitFor();
      trial.log.end(success(ID));
      List<String> lines = trial.written().lines().toList();
      assertEquals(List.of(ID + " out", ID + " err", ID + " out again"), lines.subList(1, 4));
      assertTrue(lines.get(4).startsWith("END "), lines.toString());
    }
  }

  @Test
  void whatever_was_written_before_the_end_of_each_of_500_invocations_is_that_one_s()
      throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      // One byte on a file of its own says that the line is written, as a response would.
      java.nio.file.Path told = java.nio.file.Files.createTempFile("told", "");
      java.nio.file.Files.delete(told);
      new ProcessBuilder("mkfifo", told.toString()).start().waitFor();
      Process process =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "while read id; do echo \"line of $id\"; echo $id >&3; done 3>" + told)
              .redirectOutput(ProcessBuilder.Redirect.to(trial.log.output()))
              .start();
      try (BufferedReader answers = java.nio.file.Files.newBufferedReader(told);
          var requests = process.outputWriter()) {
        for (int i = 0; i < 500; i++) {
          trial.log.start("id-" + i, false);
          requests.write("id-" + i + "\n");
          requests.flush();
          assertEquals("id-" + i, answers.readLine());
          trial.log.end(success("id-" + i));
        }
      } finally {
        process.destroyForcibly();
        java.nio.file.Files.delete(told);
      }
      List<String> lines = trial.written().lines().toList();
      assertEquals(
          IntStream.range(0, 500).mapToObj(i -> "line of id-" + i).toList(),
          IntStream.range(0, 500).mapToObj(i -> lines.get(4 * i + 1)).toList());
    }
  }

  @Test
  void a_second_runtime_writes_to_the_same_log() throws Exception {
    try (LogOnTrial trial = LogOnTrial.text()) {
      for (int runtime = 0; runtime < 3; runtime++) {
        shell(trial, "echo runtime " + runtime).waitFor();
      }
      trial.log.drain();
      assertEquals("runtime 0\nruntime 1\nruntime 2\n", trial.written());
    }
  }
}
