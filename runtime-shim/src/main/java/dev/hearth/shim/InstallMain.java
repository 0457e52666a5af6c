package dev.hearth.shim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Copies the shim's folder into a sandbox's volume: {@code FOLDER INTO} makes {@code INTO/FOLDER}.
 * Times and modes are kept, since Java believes its cache only where the jar has the time it knows.
 */
public final class InstallMain {
  private InstallMain() {}

  public static void main(String[] arguments) {
    try {
      Path folder = Path.of(arguments[0]);
      install(folder, Path.of(arguments[1]).resolve(folder.getFileName()));
    } catch (IOException e) {
      System.err.println("hearth-shim: cannot be installed: " + e);
      Runtime.getRuntime().halt(1);
    }
  }

  /** Makes {@code target} a copy of the folder. */
  public static void install(Path folder, Path target) throws IOException {
    List<Path> paths;
    try (var found = Files.walk(folder)) {
      paths = found.toList();
    }
    for (Path path : paths) {
      Path copy = target.resolve(folder.relativize(path));
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(
            path, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
