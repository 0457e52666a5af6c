package dev.hearth.gateway.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Zips packed once more, without compression: inflating is most of what a sandbox does with code,
 * and is better done once, before anybody waits. They are kept while there is room and made anew by
 * each process; where there is none, the zip itself serves.
 */
final class LooseZips {
  /** Unpacked bytes of a zip; of more, sending them would take longer than inflating. */
  static final long MAX_BYTES = 64L << 20;

  /** Bytes of all together. */
  static final long MAX_TOTAL_BYTES = 1L << 30;

  private static final System.Logger LOG = System.getLogger(LooseZips.class.getName());

  private final Path folder;
  private final long room;
  private final Executor executor;
  private final Map<String, PackedCode> packed = new ConcurrentHashMap<>();
  private final AtomicLong total = new AtomicLong();

  /**
   * @param folder its own; what an earlier process left there is removed
   * @param room bytes of all together
   * @param executor packs, behind
   */
  LooseZips(Path folder, long room, Executor executor) {
    this.folder = folder;
    this.room = room;
    this.executor = executor;
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
        for (Path file : old) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<PackedCode> find(String sha256) {
    return Optional.ofNullable(packed.get(sha256));
  }

  /** Has a zip packed soon, unless it is already. */
  void add(String sha256, Path zip) {
    if (!packed.containsKey(sha256)) {
      executor.execute(() -> pack(sha256, zip));
    }
  }

  void remove(String sha256) {
    PackedCode gone = packed.remove(sha256);
    if (gone != null) {
      total.addAndGet(-gone.size());
      delete(gone.path());
    }
  }

  private void pack(String sha256, Path zip) {
    Path loose = folder.resolve(sha256 + ".zip");
    try (var file = new ZipFile(zip.toFile())) {
      List<? extends ZipEntry> entries = file.stream().toList();
      long bytes = entries.stream().mapToLong(ZipEntry::getSize).sum();
      if (bytes > MAX_BYTES || total.get() + bytes > room || packed.containsKey(sha256)) {
        return;
      }
      var crc = new CRC32C();
      try (var out = new CheckedOutputStream(Files.newOutputStream(loose), crc)) {
        copy(file, entries, out);
      }
      String sum = HexFormat.of().toHexDigits((int) crc.getValue());
      var code = new PackedCode(loose, Files.size(loose), sum);
      total.addAndGet(code.size());
      packed.put(sha256, code);
    } catch (IOException | IllegalArgumentException e) {
      // Whoever unpacks the zip itself says what is wrong with it.
      LOG.log(System.Logger.Level.DEBUG, "{0} stays as it is: {1}", zip, e.getMessage());
      delete(loose);
    }
  }

  private static void copy(ZipFile file, List<? extends ZipEntry> entries, OutputStream to)
      throws IOException {
    var out = new ZipOutputStream(to);
    for (ZipEntry entry : entries) {
      // The copy has the modes of the original, too.
      var stored = new ZipEntry(entry);
      stored.setMethod(ZipEntry.STORED);
      stored.setCompressedSize(entry.getSize());
      out.putNextEntry(stored);
      try (InputStream in = file.getInputStream(entry)) {
        in.transferTo(out);
      }
      out.closeEntry();
    }
    out.finish();
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "{0} stays: {1}", path, e.getMessage());
    }
  }
}
