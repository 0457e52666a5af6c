package dev.hearth.cli.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The folders of sandboxes, all below one of this process, which the next hearth can recognise. */
final class SandboxFolder {
  private static final String PREFIX = "hearth-";
  private static final String LOCK = "lock";

  /** A lock lasts for as long as somebody knows it. */
  private static final Map<Path, FileLock> HELD = new ConcurrentHashMap<>();

  private SandboxFolder() {}

  /**
   * Makes the folder in which this process keeps its sandboxes' folders, for as long as it runs.
   */
  static Path forProcess(Path temporary) throws IOException {
    removeAbandoned(temporary);
    Path made = Files.createTempDirectory(temporary, "new-" + PREFIX);
    var channel =
        FileChannel.open(
            made.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock lock = channel.lock();
    // Others only look at folders of this name, which from the first moment are locked.
    String name = PREFIX + made.getFileName().toString().substring(("new-" + PREFIX).length());
    Path folder = Files.move(made, temporary.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    HELD.put(folder, lock);
    return folder;
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

  /**
   * A hearth that was killed leaves its folder behind, but not its lock. Process ids would not do:
   * one /tmp may be shared by several namespaces of them.
   */
  private static void removeAbandoned(Path temporary) throws IOException {
    try (var paths = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path path : paths) {
        if (abandoned(path.resolve(LOCK))) {
          remove(path);
        }
      }
    }
  }

  private static boolean abandoned(Path lock) {
    try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      // It is no folder of ours, or another user's.
      return false;
    }
  }
}
