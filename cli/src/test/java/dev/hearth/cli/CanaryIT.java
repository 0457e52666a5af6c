package dev.hearth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The canary of the examples, walked through as its README says. */
class CanaryIT {
  private static final Path EXAMPLE = Path.of("..", "examples", "canary");
  private static final String BLUE = "{\"color\": \"blue\", \"version\": \"1\"}";
  private static final String GREEN = "{\"color\": \"green\", \"version\": \"2\"}";

  /** Calls in which a tenth shows, but for once in ten thousand million times. */
  private static final int MANY = 200;

  @TempDir Path folder;

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void a_new_version_gets_its_share_then_everything_and_then_its_share_again() throws Exception {
    Path live = Files.createDirectory(folder.resolve("live"));
    step(live, "");
    try (var hearth = HearthProcess.dev(folder, live)) {
      assertEquals(BLUE, hearth.answer("canary:live", "{}"));
      step(live, "shift");
      hearth.awaitLine(line -> line.contains("published as version 2"));
      assertEquals(Set.of(BLUE, GREEN), answers(hearth));
      step(live, "green");
      while (!answers(hearth).equals(Set.of(GREEN))) {
        Thread.onSpinWait();
      }
      step(live, "shift");
      while (!answers(hearth).contains(BLUE)) {
        Thread.onSpinWait();
      }
      assertTrue(!hearth.output().contains("version 3"), hearth::output);
    }
  }

  private static Set<String> answers(HearthProcess hearth) throws Exception {
    var answers = new HashSet<String>();
    for (int i = 0; i < MANY; i++) {
      answers.add(hearth.answer("canary:live", "{}"));
    }
    return answers;
  }

  private static void step(Path live, String step) throws Exception {
    Files.copy(
        EXAMPLE.resolve(step).resolve("function.yaml"),
        live.resolve("function.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
