package dev.hearth.gateway.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * Zips by their SHA-256, in one folder. What stands under a digest has that digest: files are
 * written aside and moved into place, never changed. Their bytes are read again and again, so of
 * each a checksum is remembered that is cheap to compare; one that was not stored by this process
 * is verified before. What is sent is packed without compression where {@link LooseZips} has it.
 */
public final class ArtifactStore {
  private static final String ZIP = ".zip";
  private static final String INCOMING = "incoming-";

  private static final String LOOSE = "loose";

  private final Path folder;
  private final Map<String, PackedCode> verified = new ConcurrentHashMap<>();
  private final LooseZips loose;

  /**
   * @param behind does what nobody waits for
   */
  public ArtifactStore(Path folder, Executor behind) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.loose = new LooseZips(folder.resolve(LOOSE), LooseZips.MAX_TOTAL_BYTES, behind);
  }

  /**
   * Stores what the stream holds and answers its artifact; storing the same bytes again changes
   * nothing.
   */
  public Artifact put(Artifact.Kind kind, InputStream bytes) throws IOException {
    Path aside = Files.createTempFile(folder, INCOMING, ".part");
    try {
      var sums = new Sums(bytes);
      try (bytes) {
        Files.copy(sums.in(), aside, StandardCopyOption.REPLACE_EXISTING);
      }
      String digest = sums.sha256();
      long size = Files.size(aside);
      move(aside, path(digest));
      verified(digest, size, sums);
      return new Artifact(kind, digest, size);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /**
   * Stores what the stream holds if it is what it is said to be; what else was read leaves no
   * trace.
   *
   * @return false where the bytes have another digest or are more than {@code maxSize}
   */
  public boolean putExpected(String sha256, long maxSize, InputStream bytes) throws IOException {
    Path aside = Files.createTempFile(folder, INCOMING, ".part");
    try {
      var sums = new Sums(bytes);
      long size;
      try (var out = Files.newOutputStream(aside)) {
        size = copy(sums.in(), out, maxSize);
      }
      boolean good = size <= maxSize && sums.sha256().equals(sha256);
      if (good) {
        move(aside, path(sha256));
        verified(sha256, size, sums);
      }
      return good;
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** Whether the zip with this digest is there. */
  public boolean has(String sha256) {
    return Files.exists(path(sha256));
  }

  /** What a sandbox is sent for a zip; empty where it has yet to be verified. */
  public Optional<PackedCode> packed(String sha256) {
    return loose.find(sha256).or(() -> Optional.ofNullable(verified.get(sha256)));
  }

  /**
   * Reads a zip once and remembers its checksum; one that is damaged is removed.
   *
   * @throws IOException where it is damaged or cannot be read
   */
  public void verify(String sha256) throws IOException {
    Path zip = path(sha256);
    Sums sums;
    try (InputStream bytes = Files.newInputStream(zip)) {
      sums = new Sums(bytes);
      sums.in().transferTo(OutputStream.nullOutputStream());
    }
    if (!sums.sha256().equals(sha256)) {
      Files.deleteIfExists(zip);
      throw new IOException("the stored code " + sha256 + " was damaged and is removed");
    }
    verified(sha256, Files.size(zip), sums);
  }

  private void verified(String sha256, long size, Sums sums) {
    verified.put(sha256, new PackedCode(path(sha256), size, sums.crc32c()));
    loose.add(sha256, path(sha256));
  }

  /** Removes what nobody uses and nobody put here lately; answers how many files. */
  public int sweep(Set<String> used, Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String digest = file.getFileName().toString().replace(ZIP, "");
        boolean needed = Files.isDirectory(file) || used.contains(digest);
        if (!needed && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          removed += Files.deleteIfExists(file) ? 1 : 0;
          verified.remove(digest);
          loose.remove(digest);
        }
      }
    }
    return removed;
  }

  private static long copy(InputStream in, OutputStream out, long max) throws IOException {
    var buffer = new byte[64 * 1024];
    long copied = 0;
    int read = in.read(buffer);
    while (read >= 0 && copied <= max) {
      out.write(buffer, 0, read);
      copied += read;
      read = in.read(buffer);
    }
    return copied;
  }

  /** Where the zip with this digest stands, whether or not it is there yet. */
  public Path path(String sha256) {
    return folder.resolve(sha256 + ZIP);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What bytes add up to that are read through it. */
  private static final class Sums {
    private final MessageDigest digest;
    private final CheckedInputStream in;

    Sums(InputStream bytes) {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
      in = new CheckedInputStream(new DigestInputStream(bytes, digest), new CRC32C());
    }

    InputStream in() {
      return in;
    }

    /** To be asked once. */
    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }

    String crc32c() {
      return HexFormat.of().toHexDigits((int) in.getChecksum().getValue());
    }
  }
}
