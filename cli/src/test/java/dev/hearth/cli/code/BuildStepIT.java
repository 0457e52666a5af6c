package dev.hearth.cli.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cli.process.Leash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds run when they have to, by the machine's own shell. */
class BuildStepIT {
  private static final String BUILD =
      "mkdir -p build; cat main.c > build/bootstrap; echo x >> ../log";

  private static Leash leash;

  @TempDir Path root;

  @BeforeAll
  static void probe() throws Exception {
    leash = Leash.probe(Map.of());
  }

  private final List<String> progress = new ArrayList<>();
  private Path folder;
  private CodeSource output;

  @BeforeEach
  void write_sources() throws IOException {
    folder = Files.createDirectory(root.resolve("fn"));
    output = new CodeSource.Folder(folder.resolve("build"));
    Files.writeString(folder.resolve("main.c"), "one");
  }

  @Test
  void a_build_runs_once_for_the_same_sources() throws Exception {
    run(BUILD);
    run(BUILD);
    assertEquals("one", Files.readString(folder.resolve("build/bootstrap")));
    assertEquals(List.of("fn: building: " + BUILD), progress);
    assertEquals(1, builds());
  }

  @Test
  void changed_sources_a_changed_command_or_a_lost_result_are_built_again() throws Exception {
    run(BUILD);
    Files.writeString(folder.resolve("main.c"), "other");
    run(BUILD);
    assertEquals("other", Files.readString(folder.resolve("build/bootstrap")));
    run(BUILD + " #");
    Files.delete(folder.resolve("build/bootstrap"));
    Files.delete(folder.resolve("build"));
    run(BUILD + " #");
    assertEquals(4, builds());
  }

  @Test
  void a_file_that_the_build_makes_beside_its_sources_is_no_reason_to_build_for_ever()
      throws Exception {
    String command = BUILD + "; date +%N > lock";
    run(command);
    run(command);
    assertEquals(1, progress.size());
  }

  @Test
  void what_is_saved_while_a_build_runs_is_built_too() throws Exception {
    run(BUILD + "; [ -e ../saved ] || { touch ../saved; echo late > main.c; }");
    assertEquals("late\n", Files.readString(folder.resolve("build/bootstrap")));
  }

  @Test
  void a_failed_build_shows_what_it_printed_and_is_tried_again() {
    for (int i = 0; i < 2; i++) {
      var e = assertThrows(CodeException.class, () -> run("echo main.c:1: no; exit 3"));
      assertEquals("the build failed with exit code 3:\nmain.c:1: no", e.getMessage());
    }
    assertEquals(2, progress.size());
  }

  @Test
  void the_end_of_a_long_output_is_shown() {
    var e =
        assertThrows(
            CodeException.class,
            () -> run("i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; exit 1"));
    assertTrue(e.getMessage().endsWith("line 2999"), e.getMessage());
    assertTrue(e.getMessage().length() < BuildStep.MAX_OUTPUT + 100);
  }

  @Test
  void a_build_that_takes_too_long_is_ended_with_its_children() throws Exception {
    var step =
        new BuildStep(
            leash, root.resolve("s"), System.getenv(), Duration.ofMillis(300), progress::add);
    var e =
        assertThrows(
            CodeException.class, () -> step.run("fn", "sleep 7654 & wait", folder, output));
    assertTrue(e.getMessage().contains("took more than"), e.getMessage());
    assertTrue(
        ProcessHandle.allProcesses()
            .noneMatch(p -> p.info().commandLine().orElse("").contains("sleep 7654")));
  }

  @Test
  void a_missing_tool_is_named_with_what_to_install() {
    var step =
        new BuildStep(
            leash,
            root.resolve("s"),
            Map.of("PATH", "/nowhere"),
            BuildStep.MAX_DURATION,
            progress::add);
    var e =
        assertThrows(
            CodeException.class, () -> step.run("fn", "CGO_ENABLED=0 go build .", folder, output));
    assertEquals(
        "go was not found, and hearth.dev/build needs it: install Go 1.22 or later"
            + " (https://go.dev/dl, Debian: golang)",
        e.getMessage());
    assertEquals(List.of(), progress);
  }

  private void run(String command) throws Exception {
    new BuildStep(leash, root.resolve("s"), System.getenv(), BuildStep.MAX_DURATION, progress::add)
        .run("fn", command, folder, output);
  }

  private long builds() throws IOException {
    return Files.readString(root.resolve("log")).lines().count();
  }
}
