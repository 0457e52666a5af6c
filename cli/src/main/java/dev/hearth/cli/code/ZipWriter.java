package dev.hearth.cli.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes zips whose bytes depend on nothing but names, modes and contents, in the order given. The
 * JDK's own writer keeps neither Unix modes nor times out, and a new time would be a new revision.
 */
final class ZipWriter {
  private static final int FILE = 0x8000;
  private static final int FOLDER = 0x4000;
  private static final int MADE_ON_UNIX = 3 << 8 | 20;
  private static final int SIZES_FOLLOW_AND_UTF8 = 1 << 3 | 1 << 11;
  private static final int DEFLATED = 8;
  private static final int FIRST_OF_JANUARY_1980 = 1 << 5 | 1;

  private final OutputStream out;
  private final CodeLimits limits;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private final Deflater deflater;
  private final byte[] input = new byte[64 * 1024];
  private final byte[] output = new byte[64 * 1024];
  private long written;
  private long unzipped;
  private int entries;

  /**
   * @param level a {@link Deflater}'s
   */
  ZipWriter(OutputStream out, CodeLimits limits, int level) {
    this.out = out;
    this.limits = limits;
    this.deflater = new Deflater(level, true);
  }

  void file(String name, boolean executable, InputStream content)
      throws IOException, CodeException {
    entry(name, FILE | (executable ? 0755 : 0644), content);
  }

  void folder(String name) throws IOException, CodeException {
    entry(name + "/", FOLDER | 0755, InputStream.nullInputStream());
  }

  /** Writes the directory; the writer is of no use afterwards, and the stream stays open. */
  void finish() throws IOException, CodeException {
    long start = written;
    int size = directory.size();
    write(directory.toByteArray());
    var end = new byte[22];
    little(end)
        .putInt(0x06054b50)
        .putInt(0)
        .putShort((short) entries)
        .putShort((short) entries)
        .putInt(size)
        .putInt((int) start)
        .putShort((short) 0);
    write(end);
    deflater.end();
  }

  private void entry(String name, int mode, InputStream content) throws IOException, CodeException {
    limits.checkFiles(++entries);
    long offset = written;
    byte[] utf8 = name.getBytes(UTF_8);
    var local = new byte[30];
    head(little(local).putInt(0x04034b50), 0, 0, 0, utf8).putShort((short) 0);
    write(local);
    write(utf8);
    long start = written;
    var crc = new CRC32();
    long size = deflate(content, crc);
    int compressed = (int) (written - start);
    int checksum = (int) crc.getValue();
    var sizes = new byte[16];
    little(sizes).putInt(0x08074b50).putInt(checksum).putInt(compressed).putInt((int) size);
    write(sizes);
    var central = new byte[46];
    int folder = (mode & FOLDER) != 0 ? 0x10 : 0;
    ByteBuffer record = little(central).putInt(0x02014b50).putShort((short) MADE_ON_UNIX);
    head(record, checksum, compressed, (int) size, utf8)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(mode << 16 | folder)
        .putInt((int) offset);
    directory.writeBytes(central);
    directory.writeBytes(utf8);
  }

  /** The part that the head of a file and its record in the directory have in common. */
  private static ByteBuffer head(ByteBuffer into, int crc, int compressed, int size, byte[] name) {
    return into.putShort((short) 20)
        .putShort((short) SIZES_FOLLOW_AND_UTF8)
        .putShort((short) DEFLATED)
        .putShort((short) 0)
        .putShort((short) FIRST_OF_JANUARY_1980)
        .putInt(crc)
        .putInt(compressed)
        .putInt(size)
        .putShort((short) name.length);
  }

  private long deflate(InputStream content, CRC32 crc) throws IOException, CodeException {
    deflater.reset();
    long size = 0;
    for (int read = content.read(input); read >= 0; read = content.read(input)) {
      size += read;
      unzipped += read;
      limits.checkUnzipped(unzipped);
      crc.update(input, 0, read);
      deflater.setInput(input, 0, read);
      while (!deflater.needsInput()) {
        write(output, deflater.deflate(output));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      write(output, deflater.deflate(output));
    }
    return size;
  }

  private void write(byte[] bytes) throws IOException, CodeException {
    write(bytes, bytes.length);
  }

  private void write(byte[] bytes, int length) throws IOException, CodeException {
    written += length;
    limits.checkZipped(written);
    out.write(bytes, 0, length);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
