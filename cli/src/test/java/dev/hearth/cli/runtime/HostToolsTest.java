package dev.hearth.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostToolsTest {
  private final HostTools tools = new HostTools(Map.of("PATH", "/usr/bin:/bin", "A", "outer"));

  @Test
  void only_the_last_of_a_long_output_is_kept() throws Exception {
    HostTools.Run run =
        sh("head -c 100000 /dev/zero | tr '\\0' x; echo end", Duration.ofMinutes(1));
    assertEquals(HostTools.OUTPUT_LIMIT_BYTES - 1, run.output().length(), "less the line's end");
    assertTrue(run.output().endsWith("xend"));
  }

  @Test
  void a_program_whose_time_is_up_is_ended_and_said_so() throws Exception {
    HostTools.Run run = sh("echo begun; sleep 600", Duration.ofMillis(300));
    assertEquals(-1, run.status());
    assertTrue(PreparationFailure.explain("boto3", "PyPI", run).startsWith("boto3 took too long"));
  }

  @Test
  void variables_come_over_the_ones_hearth_was_started_with() throws Exception {
    HostTools.Run run =
        tools.run(
            List.of("sh", "-c", "echo $A $B"),
            Path.of("/"),
            Map.of("B", "inner"),
            Duration.ofMinutes(1));
    assertEquals("outer inner", run.output());
  }

  private HostTools.Run sh(String script, Duration limit) throws Exception {
    return tools.run(List.of("sh", "-c", script), Path.of("/"), Map.of(), limit);
  }
}
