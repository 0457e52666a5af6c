package dev.hearth.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads an image's tar as a node does. */
final class UnpackedImage {
  private UnpackedImage() {}

  /** What is in its layers. */
  static List<TarArchiveEntry> entries(Path tar) throws IOException {
    var entries = new ArrayList<TarArchiveEntry>();
    eachLayer(
        tar,
        layer -> {
          for (TarArchiveEntry entry = layer.getNextEntry();
              entry != null;
              entry = layer.getNextEntry()) {
            entries.add(entry);
          }
        });
    return entries;
  }

  /** Its layers as one folder. */
  static void into(Path folder, Path tar) throws IOException {
    eachLayer(
        tar,
        layer -> {
          for (TarArchiveEntry entry = layer.getNextEntry();
              entry != null;
              entry = layer.getNextEntry()) {
            Path path = folder.resolve(entry.getName());
            if (entry.isDirectory()) {
              Files.createDirectories(path);
            } else {
              Files.createDirectories(path.getParent());
              Files.copy(layer, path);
              path.toFile().setExecutable((entry.getMode() & 0100) != 0, false);
            }
          }
        });
  }

  /** Reads one layer. */
  private interface Reader {
    void read(TarArchiveInputStream layer) throws IOException;
  }

  private static void eachLayer(Path tar, Reader reader) throws IOException {
    try (var image = new TarArchiveInputStream(Files.newInputStream(tar))) {
      for (TarArchiveEntry file = image.getNextEntry(); file != null; file = image.getNextEntry()) {
        if (file.getName().endsWith(".tar.gz")) {
          InputStream unzipped = new GZIPInputStream(image);
          reader.read(new TarArchiveInputStream(unzipped));
        }
      }
    }
  }
}
