package dev.hearth.shim.code;

import dev.hearth.shim.http.Body;
import dev.hearth.shim.http.TruncatedMessageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Takes a specialise body apart: a length, JSON, artifacts. Every artifact's digest is verified
 * before anything of it is unpacked. Small ones stay in memory, larger ones go through a file.
 */
public final class CodeReceiver {
  /** The longest JSON: 4 KB of environment, names, a command. */
  public static final int SETTINGS_BYTES = 64 * 1024;

  private static final int IN_MEMORY = 1 << 20;

  private final Body body;
  private final Path scratch;
  private ByteBuffer piece = ByteBuffer.allocate(0);

  public CodeReceiver(Body body, Path scratch) {
    this.body = body;
    this.scratch = scratch;
  }

  /** The JSON's bytes. */
  public byte[] settings() throws IOException, CodeException {
    ByteBuffer length = ByteBuffer.allocate(4);
    fill(length);
    int bytes = length.getInt(0);
    if (bytes < 0 || bytes > SETTINGS_BYTES) {
      throw new CodeException(
          CodeException.Type.INVALID_ZIP_FILE, "settings of more than " + SETTINGS_BYTES);
    }
    ByteBuffer settings = ByteBuffer.allocate(bytes);
    fill(settings);
    return settings.array();
  }

  /** Receives, verifies and unpacks the artifacts. */
  public void unpack(List<Artifact> artifacts, Path taskRoot, Path layerRoot, CodeLimits limits)
      throws IOException, CodeException {
    Unpacker unpacker = new Unpacker(limits);
    Files.createDirectories(taskRoot);
    for (Artifact artifact : artifacts) {
      if (artifact.size() > limits.unpackedBytes()) {
        throw new CodeException(
            CodeException.Type.UNZIPPED_SIZE_EXCEEDED,
            "a zip of more than " + limits.unpackedBytes() + " bytes");
      }
      Path root =
          switch (artifact.kind()) {
            case CODE -> taskRoot;
            case LAYER -> layerRoot;
          };
      if (artifact.size() <= IN_MEMORY) {
        ByteBuffer zip = ByteBuffer.allocate((int) artifact.size());
        fill(zip);
        verify(artifact, sha256(zip.flip().duplicate()));
        unpacker.unpack(zip, root);
      } else {
        throughFile(artifact, unpacker, root);
      }
    }
    if (piece.hasRemaining() || body.next().hasRemaining()) {
      throw new CodeException(
          CodeException.Type.INVALID_ZIP_FILE, "more bytes than the artifacts have");
    }
  }

  private void throughFile(Artifact artifact, Unpacker unpacker, Path root)
      throws IOException, CodeException {
    Path file = Files.createTempFile(scratch, ".code", ".zip");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Files.delete(file);
      MessageDigest digest = digest();
      long left = artifact.size();
      while (left > 0) {
        ByteBuffer part = part(left);
        left -= part.remaining();
        digest.update(part.duplicate());
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
      verify(artifact, HexFormat.of().formatHex(digest.digest()));
      unpacker.unpack(channel.map(FileChannel.MapMode.READ_ONLY, 0, artifact.size()), root);
    }
  }

  private void fill(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      target.put(part(target.remaining()));
    }
  }

  /** The next bytes, at most so many of them and at least one. */
  private ByteBuffer part(long most) throws IOException {
    if (!piece.hasRemaining()) {
      piece = body.next();
      if (!piece.hasRemaining()) {
        throw new TruncatedMessageException();
      }
    }
    int length = (int) Math.min(most, piece.remaining());
    ByteBuffer part = piece.slice(piece.position(), length);
    piece.position(piece.position() + length);
    return part;
  }

  private static void verify(Artifact artifact, String sha256) throws CodeException {
    if (!artifact.sha256().equals(sha256)) {
      throw new CodeException(
          CodeException.Type.DIGEST_MISMATCH,
          "an artifact has the digest " + sha256 + " instead of " + artifact.sha256());
    }
  }

  private static String sha256(ByteBuffer bytes) {
    MessageDigest digest = digest();
    digest.update(bytes);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
