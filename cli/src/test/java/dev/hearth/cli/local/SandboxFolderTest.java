package dev.hearth.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxFolderTest {
  @TempDir Path temporary;

  @Test
  void a_folder_in_use_stays_when_another_hearth_starts() throws Exception {
    Path first = SandboxFolder.forProcess(temporary);
    Path second = SandboxFolder.forProcess(temporary);
    assertTrue(Files.isDirectory(first) && Files.isDirectory(second));
  }

  @Test
  void a_folder_that_nobody_holds_goes_with_all_it_has_when_a_hearth_starts() throws Exception {
    Path abandoned = Files.createDirectory(temporary.resolve("hearth-123"));
    Files.createFile(abandoned.resolve("lock"));
    Files.createDirectories(abandoned.resolve("sandbox/tmp"));
    Path stranger = Files.createDirectory(temporary.resolve("hearth-of-another-kind"));
    Path own = SandboxFolder.forProcess(temporary);
    try (var left = Files.list(temporary)) {
      assertEquals(List.of(own, stranger).stream().sorted().toList(), left.sorted().toList());
    }
  }
}
