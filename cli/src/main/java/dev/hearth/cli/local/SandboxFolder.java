package dev.hearth.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The folders of sandboxes, all below one of this process, which the next hearth can recognise. */
final class SandboxFolder {
  private static final String PREFIX = "hearth-";

  private SandboxFolder() {}

  /** Makes the folder in which this process keeps its sandboxes' folders. */
  static Path forProcess(Path temporary, long pid) throws IOException {
    removeAbandoned(temporary);
    return Files.createTempDirectory(temporary, PREFIX + pid + "-");
  }

  /** Makes the folders of one sandbox. */
  static Path create(Path parent, String uid) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(uid));
    for (String part : List.of("tmp", "task", "opt")) {
      Files.createDirectory(folder.resolve(part));
    }
    Files.createDirectories(folder.resolve("var/task"));
    // Whoever a function's processes are, /tmp is theirs to write.
    Files.setPosixFilePermissions(
        folder.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    return folder;
  }

  /** Removes a folder with all it holds, as far as that is possible. */
  static void remove(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // What a function made unreadable stays until the machine clears its temporary files.
      folder.toFile().deleteOnExit();
    }
  }

  /** A hearth that was killed leaves its folder behind. */
  private static void removeAbandoned(Path temporary) throws IOException {
    try (var paths = Files.newDirectoryStream(temporary, PREFIX + "[0-9]*-*")) {
      for (Path path : paths) {
        owner(path)
            .filter(pid -> ProcessHandle.of(pid).isEmpty() && Files.isWritable(path))
            .ifPresent(_ -> remove(path));
      }
    }
  }

  private static Optional<Long> owner(Path folder) {
    String name = folder.getFileName().toString().substring(PREFIX.length());
    String pid = name.substring(0, name.indexOf('-'));
    return pid.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(pid)) : Optional.empty();
  }
}
