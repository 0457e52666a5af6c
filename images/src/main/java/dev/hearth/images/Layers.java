package dev.hearth.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ModificationTimeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Folders as layers: what may be executed stays so, and nothing else of this machine shows. */
final class Layers {
  /** The same bytes make the same layer, whenever and wherever. */
  private static final Instant LONG_AGO = Instant.ofEpochSecond(1);

  private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
  private static final FilePermissions PLAIN = FilePermissions.fromOctalString("644");
  private static final FilePermissions ANYBODY = FilePermissions.fromOctalString("777");

  private Layers() {}

  /** A folder. */
  static FileEntriesLayer of(String name, Path folder, String place) throws IOException {
    return of(name, folder, place, _ -> true);
  }

  /** The paths of a folder that {@code wanted} says. */
  static FileEntriesLayer of(String name, Path folder, String place, Predicate<Path> wanted)
      throws IOException {
    return layer(name, folder, place, wanted, (_, _) -> LONG_AGO);
  }

  /** A folder whose files' times matter; they are kept to the second. */
  static FileEntriesLayer withTimes(String name, Path folder, String place) throws IOException {
    return layer(name, folder, place, _ -> true, (file, _) -> modified(file));
  }

  /** One file. */
  static FileEntriesLayer ofFile(String name, Path file, String place) {
    var layer = FileEntriesLayer.builder().setName(name);
    layer.addEntry(file, AbsoluteUnixPath.get(place), PLAIN, LONG_AGO);
    return layer.build();
  }

  /** What programs need that no distribution brings: libraries at their usual places, and /tmp. */
  static FileEntriesLayer system(Collection<Path> libraries) throws IOException {
    var layer = FileEntriesLayer.builder().setName("system");
    Path empty = Files.createTempDirectory("hearth-empty");
    empty.toFile().deleteOnExit();
    layer.addEntry(empty, AbsoluteUnixPath.get("/tmp"), ANYBODY, LONG_AGO);
    for (Path library : libraries) {
      layer.addEntry(library, AbsoluteUnixPath.get(library.toString()), EXECUTABLE, LONG_AGO);
    }
    return layer.build();
  }

  private static FileEntriesLayer layer(
      String name,
      Path folder,
      String place,
      Predicate<Path> wanted,
      ModificationTimeProvider times)
      throws IOException {
    var layer = FileEntriesLayer.builder().setName(name);
    AbsoluteUnixPath root = AbsoluteUnixPath.get(place);
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(wanted).sorted().toList()) {
        AbsoluteUnixPath to =
            path.equals(folder) ? root : root.resolve(folder.relativize(path).toString());
        boolean executable = Files.isDirectory(path) || Files.isExecutable(path);
        layer.addEntry(path, to, executable ? EXECUTABLE : PLAIN, times.get(path, to));
      }
    }
    return layer.build();
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
