package dev.hearth.shim.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Holds the shim's image to its size, packed as registries keep it. */
final class ImageSize {
  static final long LIMIT_BYTES = 40_000_000;

  private ImageSize() {}

  static void check(Path folder) throws IOException {
    long packed = 0;
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        packed += packed(path);
      }
    }
    if (packed > LIMIT_BYTES) {
      throw new IOException(
          "the shim's image has " + packed + " bytes when packed, more than " + LIMIT_BYTES);
    }
  }

  private static long packed(Path file) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (var out = new DeflaterOutputStream(OutputStream.nullOutputStream(), deflater)) {
      Files.copy(file, out);
      out.finish();
      return deflater.getBytesWritten();
    } finally {
      deflater.end();
    }
  }
}
