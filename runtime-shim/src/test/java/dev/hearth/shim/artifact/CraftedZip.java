package dev.hearth.shim.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zips byte by byte, so that they can say anything. */
final class CraftedZip {
  static final int UNIX = 3;
  static final int DOS = 0;

  /** An entry, honest until a field is changed. */
  static final class Part {
    String name;
    String localName;
    byte[] data;
    int system = UNIX;
    int mode = 0100644;
    int method = ZipItem.DEFLATED;
    int flags = 0x800;
    byte[] extra = {};
    Long claimedBytes;
    Long claimedPackedBytes;
    Long claimedOffset;
    Integer claimedCrc;
    boolean zip64;

    private byte[] packed() {
      if (method != ZipItem.DEFLATED) {
        return data;
      }
      var deflater = new Deflater(Deflater.BEST_SPEED, true);
      deflater.setInput(data);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      byte[] block = new byte[8192];
      while (!deflater.finished()) {
        out.write(block, 0, deflater.deflate(block));
      }
      deflater.end();
      return out.toByteArray();
    }

    private int crc() {
      var crc = new CRC32();
      crc.update(data);
      return (int) crc.getValue();
    }
  }

  private final List<Part> parts = new ArrayList<>();
  byte[] before = {};
  byte[] comment = {};
  Long claimedEntries;
  boolean zip64;

  Part file(String name, String text) {
    return file(name, text.getBytes(UTF_8));
  }

  Part file(String name, byte[] data) {
    var part = new Part();
    part.name = name;
    part.localName = name;
    part.data = data;
    parts.add(part);
    return part;
  }

  Part link(String name, String target) {
    var part = file(name, target);
    part.mode = 0120777;
    part.method = ZipItem.STORED;
    return part;
  }

  Path write(Path folder) throws IOException {
    return Files.write(Files.createTempFile(folder, "artifact", ".zip"), bytes());
  }

  byte[] bytes() {
    var locals = new ByteArrayOutputStream();
    var directory = new ByteArrayOutputStream();
    for (Part part : parts) {
      byte[] packed = part.packed();
      long offset = part.claimedOffset == null ? locals.size() : part.claimedOffset;
      writeLocal(part, packed, locals);
      writeHeader(part, packed.length, offset, directory);
    }
    var all = new ByteArrayOutputStream();
    all.writeBytes(before);
    all.writeBytes(locals.toByteArray());
    all.writeBytes(directory.toByteArray());
    writeEnd(locals.size(), directory.size(), all);
    return all.toByteArray();
  }

  private static void writeLocal(Part part, byte[] packed, ByteArrayOutputStream out) {
    byte[] name = part.localName.getBytes(UTF_8);
    ByteBuffer header = buffer(30).putInt(0x04034b50).putShort((short) 20);
    header.putShort((short) part.flags).putShort((short) part.method).putInt(0);
    header.putInt(part.crc()).putInt(packed.length).putInt(part.data.length);
    header.putShort((short) name.length).putShort((short) 0);
    out.writeBytes(written(header));
    out.writeBytes(name);
    out.writeBytes(packed);
  }

  private static void writeHeader(
      Part part, long realPacked, long offset, ByteArrayOutputStream out) {
    byte[] name = part.name.getBytes(UTF_8);
    long bytes = part.claimedBytes == null ? part.data.length : part.claimedBytes;
    long packed = part.claimedPackedBytes == null ? realPacked : part.claimedPackedBytes;
    byte[] extra =
        part.zip64
            ? written(
                buffer(28)
                    .putShort((short) 1)
                    .putShort((short) 24)
                    .putLong(bytes)
                    .putLong(packed)
                    .putLong(offset))
            : part.extra;
    ByteBuffer header = buffer(46).putInt(0x02014b50);
    header.put((byte) 30).put((byte) part.system).putShort((short) 20);
    header.putShort((short) part.flags).putShort((short) part.method).putInt(0);
    header.putInt(part.claimedCrc == null ? part.crc() : part.claimedCrc);
    header.putInt(part.zip64 ? -1 : (int) packed).putInt(part.zip64 ? -1 : (int) bytes);
    header.putShort((short) name.length).putShort((short) extra.length);
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    header.putInt(part.mode << 16).putInt(part.zip64 ? -1 : (int) offset);
    out.writeBytes(written(header));
    out.writeBytes(name);
    out.writeBytes(extra);
  }

  private void writeEnd(long offset, long size, ByteArrayOutputStream out) {
    long entries = claimedEntries == null ? parts.size() : claimedEntries;
    if (zip64) {
      ByteBuffer end = buffer(76).putInt(0x06064b50).putLong(44).putInt(0x002d_002d);
      end.putInt(0).putInt(0).putLong(entries).putLong(entries).putLong(size).putLong(offset);
      end.putInt(0x07064b50).putInt(0).putLong(offset + size).putInt(1);
      out.writeBytes(written(end));
    }
    ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0);
    end.putShort(zip64 ? -1 : (short) entries).putShort(zip64 ? -1 : (short) entries);
    end.putInt(zip64 ? -1 : (int) size).putInt(zip64 ? -1 : (int) offset);
    end.putShort((short) comment.length);
    out.writeBytes(written(end));
    out.writeBytes(comment);
  }

  private static byte[] written(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
