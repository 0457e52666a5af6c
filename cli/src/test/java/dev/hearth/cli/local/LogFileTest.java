package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log that {@code hearth logs} reads does not grow for ever. */
class LogFileTest {
  @TempDir Path folder;

  @Test
  void a_line_has_its_functions_name() throws Exception {
    Path file = LogFile.of(folder, 8080);
    try (var log = new LogFile(file, LogFile.MAX_SIZE)) {
      log.log("hello", "a line");
      log.log("other", "é");
      assertEquals(List.of("[hello] a line", "[other] é"), Files.readAllLines(file));
    }
  }

  @Test
  void at_the_limit_a_new_file_begins_and_one_older_is_kept() throws Exception {
    Path file = LogFile.of(folder, 8080);
    try (var log = new LogFile(file, 100)) {
      for (int i = 0; i < 1_000; i++) {
        log.log("hello", "line " + i);
      }
    }
    assertTrue(Files.size(file) < 500, () -> file.toString());
    assertTrue(Files.size(LogFile.older(file)) < 500);
    List<String> older = Files.readAllLines(LogFile.older(file));
    List<String> newer = Files.readAllLines(file);
    assertEquals("[hello] line 999", newer.getLast());
    int last = Integer.parseInt(older.getLast().replaceAll("\\D", ""));
    assertEquals("[hello] line " + (last + 1), newer.getFirst());
    try (var files = Files.list(file.getParent())) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void a_new_run_begins_anew() throws Exception {
    Path file = LogFile.of(folder, 8080);
    try (var log = new LogFile(file, 1)) {
      log.log("hello", "before");
      log.log("hello", "before");
    }
    try (var log = new LogFile(file, 1)) {
      assertEquals(List.of(), Files.readAllLines(file));
      assertFalse(Files.exists(LogFile.older(file)));
      log.log("hello", "now");
    }
  }
}
