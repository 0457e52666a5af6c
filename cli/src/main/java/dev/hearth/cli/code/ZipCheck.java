package dev.hearth.cli.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Finds out whether a zip from a user is whole, within the limits, and stays in its folder. */
final class ZipCheck {
  private ZipCheck() {}

  static void check(Path zip, CodeLimits limits) throws IOException, CodeException {
    limits.checkZipped(Files.size(zip));
    try (var file = new ZipFile(zip.toFile())) {
      limits.checkFiles(file.size());
      long unzipped = 0;
      Enumeration<? extends ZipEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        checkName(entry.getName());
        unzipped = read(file, entry, unzipped, limits);
      }
    } catch (ZipException e) {
      throw CodeException.badZip(zip.getFileName() + ": " + e.getMessage());
    }
  }

  private static void checkName(String name) throws CodeException {
    boolean leavesFolder =
        name.startsWith("/")
            || name.contains("\\")
            || Arrays.asList(name.split("/", -1)).contains("..");
    if (leavesFolder) {
      throw CodeException.badZip("the name " + name + " leads out of the task root");
    }
  }

  /** Answers the bytes unzipped so far; what the entry says of its size is not believed. */
  private static long read(ZipFile file, ZipEntry entry, long before, CodeLimits limits)
      throws IOException, CodeException {
    var crc = new CRC32();
    var buffer = new byte[64 * 1024];
    long unzipped = before;
    try (InputStream in = file.getInputStream(entry)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        unzipped += read;
        limits.checkUnzipped(unzipped);
        crc.update(buffer, 0, read);
      }
    } catch (java.io.EOFException e) {
      throw CodeException.badZip(entry.getName() + " ends too early");
    }
    if (crc.getValue() != entry.getCrc()) {
      throw CodeException.badZip(entry.getName() + " has a wrong checksum");
    }
    return unzipped;
  }
}
