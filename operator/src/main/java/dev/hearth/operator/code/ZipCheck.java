package dev.hearth.operator.code;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Finds out whether a zip from a user is whole, within the limits, and stays in its folder. */
final class ZipCheck {
  private static final int BUFFER = 64 * 1024;

  private ZipCheck() {}

  static void check(Path zip, CodeLimits limits) throws IOException, CodeException {
    limits.checkZipped(Files.size(zip));
    try (var file = new ZipFile(zip.toFile())) {
      limits.checkFiles(file.size());
      long unzipped = 0;
      for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        checkName(entry.getName());
        unzipped = read(file, entry, unzipped, limits);
      }
    } catch (ZipException e) {
      throw CodeException.badZip(String.valueOf(e.getMessage()));
    }
  }

  private static void checkName(String name) throws CodeException {
    boolean leaves =
        name.isEmpty()
            || name.startsWith("/")
            || name.contains("\\")
            || Arrays.asList(name.split("/", -1)).contains("..");
    if (leaves) {
      throw CodeException.badZip("the name " + name + " leads out of the task root");
    }
  }

  /** Answers the bytes unzipped so far; what the entry says of its size is not believed. */
  private static long read(ZipFile file, ZipEntry entry, long before, CodeLimits limits)
      throws IOException, CodeException {
    var buffer = new byte[BUFFER];
    long unzipped = before;
    try (InputStream in = file.getInputStream(entry)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        unzipped += read;
        limits.checkUnzipped(unzipped);
      }
    } catch (EOFException e) {
      throw CodeException.badZip(entry.getName() + " ends too early");
    }
    return unzipped;
  }
}
