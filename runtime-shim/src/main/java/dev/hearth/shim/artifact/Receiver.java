package dev.hearth.shim.artifact;

import dev.hearth.shim.http.Body;
import dev.hearth.shim.http.TruncatedMessageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Takes a specialise body apart: a length, JSON, artifacts. Each artifact's checksum is verified
 * before anything of it is unpacked, and no zip stays behind.
 */
public final class Receiver {
  /** The longest JSON: 4 KB of environment, names, a command. */
  public static final int SETTINGS_BYTES = 64 * 1024;

  private final Body body;
  private final Path scratch;
  private final UnpackLimits limits;
  private ByteBuffer piece = ByteBuffer.allocate(0);

  /**
   * @param scratch a folder for zips on their way
   */
  public Receiver(Body body, Path scratch, UnpackLimits limits) {
    this.body = body;
    this.scratch = scratch;
    this.limits = limits;
  }

  /** The JSON's bytes. */
  public byte[] settings() throws IOException, BadArtifactException {
    ByteBuffer length = ByteBuffer.allocate(4);
    fill(length);
    int bytes = length.getInt(0);
    if (bytes < 0 || bytes > SETTINGS_BYTES) {
      throw BadArtifactException.invalid("settings of more than " + SETTINGS_BYTES + " bytes");
    }
    ByteBuffer settings = ByteBuffer.allocate(bytes);
    fill(settings);
    return settings.array();
  }

  /** Receives, verifies and unpacks the artifacts. */
  public void unpack(List<Artifact> artifacts, Path taskRoot, Path layerRoot)
      throws IOException, BadArtifactException {
    Unpacker unpacker = new Unpacker(limits);
    for (Artifact artifact : artifacts) {
      if (artifact.size() > limits.totalBytes()) {
        throw BadArtifactException.tooLarge(limits.totalBytes());
      }
      Path zip = Files.createTempFile(scratch, ".artifact", ".zip");
      try {
        receive(artifact, zip);
        unpacker.unpack(
            zip,
            switch (artifact.kind()) {
              case CODE -> taskRoot;
              case LAYER -> layerRoot;
            });
      } finally {
        Files.delete(zip);
      }
    }
    if (piece.hasRemaining() || body.next().hasRemaining()) {
      throw BadArtifactException.invalid("more bytes came than the artifacts have");
    }
  }

  private void receive(Artifact artifact, Path zip) throws IOException, BadArtifactException {
    ArrivalCheck check = ArrivalCheck.of(artifact);
    try (FileChannel out = FileChannel.open(zip, StandardOpenOption.WRITE)) {
      long left = artifact.size();
      while (left > 0) {
        ByteBuffer part = part(left);
        left -= part.remaining();
        check.update(part.duplicate());
        while (part.hasRemaining()) {
          out.write(part);
        }
      }
    }
    check.end();
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
}
