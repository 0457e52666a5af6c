package dev.hearth.shim;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Says loudly why a test cannot run on this machine. */
public final class Skipped {
  private Skipped() {}

  /** Skips the test that calls, with a line that nobody overlooks. */
  public static void because(String reason) {
    System.err.println("SKIPPED: " + reason);
    Assumptions.abort(reason);
  }

  /** Skips the test that calls where the machine has no such program. */
  public static void unlessInstalled(String program) {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!found) {
      because("this machine has no " + program);
    }
  }
}
