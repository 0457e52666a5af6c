package dev.hearth.operator.code;

import dev.hearth.operator.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A zip that was looked through, in a file that goes when this is closed.
 *
 * @param sha256 lower-case hexadecimal
 * @param size bytes
 */
public record CodeArtifact(String sha256, long size, Path file) implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /** Takes what the stream holds, no more than the limits allow. */
  static CodeArtifact of(InputStream zip, CodeLimits limits) throws IOException, CodeException {
    Path file = Files.createTempFile("hearth-code-", ".zip");
    try {
      MessageDigest sha256 = Sha256.digest();
      long size = copy(zip, file, sha256, limits);
      ZipCheck.check(file, limits);
      return new CodeArtifact(Sha256.hex(sha256), size, file);
    } catch (IOException | CodeException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static long copy(InputStream from, Path file, MessageDigest sha256, CodeLimits limits)
      throws IOException, CodeException {
    var buffer = new byte[BUFFER];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        size += read;
        limits.checkZipped(size);
        sha256.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return size;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
