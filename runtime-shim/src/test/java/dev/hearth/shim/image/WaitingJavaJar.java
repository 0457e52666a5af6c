package dev.hearth.shim.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs what a Java runs that waits in a spare: one package and what it needs of the shim's. */
final class WaitingJavaJar {
  private static final List<String> PACKAGES =
      List.of("dev/hearth/prestart", "dev/hearth/shim/json");

  private WaitingJavaJar() {}

  /** Without a manifest, which programs look for on the whole class path. */
  static void write(Path classes, Path jar) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String folder : PACKAGES) {
        try (var files = Files.list(classes.resolve(folder))) {
          for (Path file : files.sorted().toList()) {
            out.putNextEntry(new ZipEntry(folder + "/" + file.getFileName()));
            Files.copy(file, out);
          }
        }
      }
    }
  }
}
