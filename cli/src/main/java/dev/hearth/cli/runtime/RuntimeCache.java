package dev.hearth.cli.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prepared runtimes, one folder per key, shared by every hearth of this user. A folder under its
 * key is whole and never changes again: it is prepared beside its place, under a lock that other
 * processes respect too, and moved there in one step.
 */
final class RuntimeCache {
  /** A file lock belongs to the whole process, so its threads need locks of their own. */
  private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

  private final Path root;

  RuntimeCache(Path root) {
    this.root = root;
  }

  /** Fills an empty folder; what it leaves there may be moved. */
  @FunctionalInterface
  interface Preparation {
    void into(Path folder) throws IOException, MissingRuntimeException;
  }

  /** The folder that a user's hearths share: HEARTH_CACHE, or .cache/hearth in the home folder. */
  static Path folder(Map<String, String> environment) {
    String given = environment.getOrDefault("HEARTH_CACHE", "");
    return given.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "hearth")
        : Path.of(given).toAbsolutePath();
  }

  /** Whether the folder of this key is there, so that nothing has to be prepared. */
  boolean has(String key) {
    return Files.isDirectory(root.resolve(key));
  }

  /** The folder of this key, prepared now if nobody has done so. */
  Path get(String key, Preparation preparation) throws IOException, MissingRuntimeException {
    Path place = root.resolve(key);
    if (has(key)) {
      return place;
    }
    Files.createDirectories(root);
    synchronized (LOCKS.computeIfAbsent(place.toAbsolutePath().normalize(), _ -> new Object())) {
      try (var channel =
              FileChannel.open(
                  root.resolve(key + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        if (lock.isValid() && !has(key)) {
          prepare(place, preparation);
        }
      }
    }
    return place;
  }

  private static void prepare(Path place, Preparation preparation)
      throws IOException, MissingRuntimeException {
    Path aside = place.resolveSibling(place.getFileName() + ".part");
    delete(aside); // left by a hearth that was killed; the lock says that nobody works in it
    Files.createDirectory(aside);
    try {
      preparation.into(aside);
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(aside);
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (var paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
