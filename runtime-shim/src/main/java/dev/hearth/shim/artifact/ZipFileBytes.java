package dev.hearth.shim.artifact;

import static dev.hearth.shim.artifact.BadArtifactException.invalid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** A zip's bytes, of which none is read beyond the end. */
record ZipFileBytes(FileChannel channel, long size) {
  /** That many bytes, little-endian. */
  ByteBuffer read(long at, int length) throws IOException, BadArtifactException {
    if (at < 0 || at > size - length) {
      throw invalid("it ends too early");
    }
    var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    read(at, bytes);
    return bytes.flip();
  }

  /** Fills the buffer. */
  void read(long at, ByteBuffer into) throws IOException, BadArtifactException {
    int start = into.position();
    while (into.hasRemaining()) {
      if (channel.read(into, at + into.position() - start) < 0) {
        throw invalid("it ends too early");
      }
    }
  }
}
