package dev.hearth.shim.artifact;

import static dev.hearth.shim.artifact.BadArtifactException.invalid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Copies entries of a zip out of it. Each must be exactly as long as it claims and match its
 * checksum.
 */
final class EntryData implements AutoCloseable {
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int BLOCK_BYTES = 64 * 1024;

  private final ZipFileBytes file;
  private final long dataEnd;
  private final Budget budget;
  private final Inflater inflater = new Inflater(true);
  private final ByteBuffer packed = ByteBuffer.allocateDirect(BLOCK_BYTES);
  private final ByteBuffer plain = ByteBuffer.allocateDirect(BLOCK_BYTES);

  /**
   * @param dataEnd where the zip's directory begins
   */
  EntryData(ZipFileBytes file, long dataEnd, Budget budget) {
    this.file = file;
    this.dataEnd = dataEnd;
    this.budget = budget;
  }

  void copy(ZipItem item, WritableByteChannel out) throws IOException, BadArtifactException {
    long from = dataStart(item);
    if (item.packedBytes() > dataEnd - from) {
      throw invalid("an entry is cut off", item.name());
    }
    var crc = new CRC32();
    long written =
        item.method() == ZipItem.STORED
            ? copyStored(item, from, out, crc)
            : inflate(item, from, out, crc);
    if (written != item.bytes() || (int) crc.getValue() != item.crc()) {
      throw invalid("an entry is not what the zip says, by size or checksum", item.name());
    }
  }

  private long dataStart(ZipItem item) throws IOException, BadArtifactException {
    ByteBuffer header = file.read(item.offset(), ZipItem.LOCAL_HEADER_BYTES);
    int nameBytes = Short.toUnsignedInt(header.getShort(26));
    ByteBuffer name = file.read(item.offset() + ZipItem.LOCAL_HEADER_BYTES, nameBytes);
    if (header.getInt(0) != LOCAL_HEADER || !EntryPath.text(name).equals(item.name())) {
      throw invalid("an entry is not where the zip says", item.name());
    }
    int extraBytes = Short.toUnsignedInt(header.getShort(28));
    return item.offset() + ZipItem.LOCAL_HEADER_BYTES + nameBytes + extraBytes;
  }

  private long copyStored(ZipItem item, long from, WritableByteChannel out, CRC32 crc)
      throws IOException, BadArtifactException {
    long done = 0;
    while (done < item.packedBytes()) {
      fill(plain, from + done, item.packedBytes() - done);
      done += plain.remaining();
      write(item, done, out, crc);
    }
    return done;
  }

  private long inflate(ZipItem item, long from, WritableByteChannel out, CRC32 crc)
      throws IOException, BadArtifactException {
    inflater.reset();
    long read = 0;
    long done = 0;
    try {
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (read == item.packedBytes() || inflater.needsDictionary()) {
            throw invalid("an entry is cut off", item.name());
          }
          fill(packed, from + read, item.packedBytes() - read);
          read += packed.remaining();
          inflater.setInput(packed);
        }
        inflater.inflate(plain.clear());
        plain.flip();
        done += plain.remaining();
        write(item, done, out, crc);
      }
    } catch (DataFormatException e) {
      throw invalid("an entry cannot be inflated", item.name());
    }
    return done;
  }

  private void fill(ByteBuffer block, long at, long wanted)
      throws IOException, BadArtifactException {
    block.clear().limit((int) Math.min(wanted, BLOCK_BYTES));
    file.read(at, block);
    block.flip();
  }

  private void write(ZipItem item, long done, WritableByteChannel out, CRC32 crc)
      throws IOException, BadArtifactException {
    // At once, not at the end: a link's target is kept in memory.
    if (done > item.bytes()) {
      throw invalid("an entry is longer than the zip says", item.name());
    }
    budget.spend(plain.remaining());
    crc.update(plain.duplicate());
    while (plain.hasRemaining()) {
      out.write(plain);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
