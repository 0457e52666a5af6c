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
import java.util.Set;

/**
 * Zips by their SHA-256, in one folder. What stands under a digest has that digest: files are
 * written aside and moved into place, never changed.
 */
public final class ArtifactStore {
  private static final String ZIP = ".zip";
  private static final String INCOMING = "incoming-";

  private final Path folder;

  public ArtifactStore(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stores what the stream holds and answers its artifact; storing the same bytes again changes
   * nothing.
   */
  public Artifact put(Artifact.Kind kind, InputStream bytes) throws IOException {
    Path aside = Files.createTempFile(folder, INCOMING, ".part");
    try {
      MessageDigest sha256 = sha256();
      try (var in = new DigestInputStream(bytes, sha256)) {
        Files.copy(in, aside, StandardCopyOption.REPLACE_EXISTING);
      }
      String digest = HexFormat.of().formatHex(sha256.digest());
      long size = Files.size(aside);
      move(aside, path(digest));
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
      MessageDigest digest = sha256();
      var limited = new DigestInputStream(bytes, digest);
      long size;
      try (var out = Files.newOutputStream(aside)) {
        size = copy(limited, out, maxSize);
      }
      boolean good = size <= maxSize && HexFormat.of().formatHex(digest.digest()).equals(sha256);
      if (good) {
        move(aside, path(sha256));
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

  /** Removes what nobody uses and nobody put here lately; answers how many files. */
  public int sweep(Set<String> used, Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        boolean needed = name.endsWith(ZIP) && used.contains(name.substring(0, name.length() - 4));
        if (!needed && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          removed += Files.deleteIfExists(file) ? 1 : 0;
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
