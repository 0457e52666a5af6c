package dev.hearth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sandboxes work wherever Hearth stands, and where the system does not let them be apart. */
class PlacesIT {
  private static final Map<String, String> SHARED = Map.of("HEARTH_ISOLATION", "none");

  @TempDir Path folder;

  private Functions functions;

  @BeforeEach
  void make_a_folder() throws Exception {
    functions = new Functions(Files.createDirectory(folder.resolve("functions")));
  }

  @Test
  void hearth_may_stand_below_tmp() throws Exception {
    Path shim = Path.of("../runtime-shim/target/image").toRealPath();
    Path home = folder.resolve("repository");
    Path target = Files.createDirectories(home.resolve("runtime-shim/target"));
    var copy = new ProcessBuilder("cp", "-a", shim.toString(), target.toString());
    assertEquals(0, copy.inheritIO().start().waitFor());
    functions.write("echo", "return event");
    try (var hearth = start(home, Map.of())) {
      assertEquals("1", hearth.answer("echo", "1"));
    }
  }

  @Test
  void without_namespaces_a_function_has_a_folder_of_its_own_and_the_user_is_told()
      throws Exception {
    functions.write("tmp", "return [os.environ['TMPDIR'], os.environ['LAMBDA_TASK_ROOT']]");
    try (var hearth = start(Path.of("..").toRealPath(), SHARED)) {
      hearth.awaitLine(line -> line.contains("refuses sandboxes of their own"));
      String answer = hearth.answer("tmp", "{}");
      assertTrue(answer.startsWith("[\"" + folder + "/hearth-"), answer);
      assertTrue(answer.endsWith("/task\"]"), answer);
    }
  }

  @Test
  void without_namespaces_a_signal_leaves_no_process_either() throws Exception {
    functions.write("echo", "return event");
    try (var hearth = start(Path.of("..").toRealPath(), SHARED)) {
      hearth.answer("echo", "{}");
      List<ProcessHandle> children = hearth.descendants();
      hearth.signal("TERM");
      assertEquals(0, hearth.exitCode());
      assertTrue(children.stream().noneMatch(ProcessHandle::isAlive), children::toString);
    }
  }

  @Test
  void without_namespaces_a_hearth_that_is_killed_has_its_shims_end_their_runtimes()
      throws Exception {
    functions.write("echo", "return event");
    try (var hearth = start(Path.of("..").toRealPath(), SHARED)) {
      hearth.answer("echo", "{}");
      List<ProcessHandle> children = hearth.descendants();
      hearth.signal("KILL");
      for (ProcessHandle child : children) {
        child.onExit().get(30, TimeUnit.SECONDS);
      }
    }
  }

  private HearthProcess start(Path home, Map<String, String> environment) throws Exception {
    return HearthProcess.start(
        folder, home, environment, "dev", "--port", "0", functions.folder().toString());
  }
}
