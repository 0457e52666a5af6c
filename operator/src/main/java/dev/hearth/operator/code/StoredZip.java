package dev.hearth.operator.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SortedMap;
import java.util.zip.CRC32;

/**
 * Makes a zip whose bytes depend on names and contents only, so that the same files are the same
 * artifact for ever. Nothing is compressed, since even that differs between releases of zlib; every
 * file is executable, since a bootstrap must be.
 */
final class StoredZip {
  private static final int MADE_ON_UNIX = 3 << 8 | 20;
  private static final int UTF8_NAMES = 1 << 11;
  private static final int FIRST_OF_JANUARY_1980 = 1 << 5 | 1;
  private static final int EXECUTABLE_FILE = 0x8000 | 0755;
  private static final int LOCAL_SIZE = 30;
  private static final int CENTRAL_SIZE = 46;
  private static final int ATTRIBUTES = 38;
  private static final int END_SIZE = 22;

  private final ByteArrayOutputStream files = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();

  private StoredZip() {}

  static byte[] of(SortedMap<String, byte[]> contents) {
    var zip = new StoredZip();
    contents.forEach(zip::add);
    int start = zip.files.size();
    zip.files.writeBytes(zip.directory.toByteArray());
    var end = new byte[END_SIZE];
    little(end)
        .putInt(0x06054b50)
        .putInt(0)
        .putShort((short) contents.size())
        .putShort((short) contents.size())
        .putInt(zip.directory.size())
        .putInt(start);
    zip.files.writeBytes(end);
    return zip.files.toByteArray();
  }

  private void add(String name, byte[] content) {
    byte[] utf8 = name.getBytes(UTF_8);
    var crc = new CRC32();
    crc.update(content);
    int offset = files.size();
    var local = new byte[LOCAL_SIZE];
    common(little(local).putInt(0x04034b50), utf8, content, (int) crc.getValue());
    files.writeBytes(local);
    files.writeBytes(utf8);
    files.writeBytes(content);
    var central = new byte[CENTRAL_SIZE];
    ByteBuffer record = little(central).putInt(0x02014b50).putShort((short) MADE_ON_UNIX);
    common(record, utf8, content, (int) crc.getValue());
    record.position(ATTRIBUTES).putInt(EXECUTABLE_FILE << 16).putInt(offset);
    directory.writeBytes(central);
    directory.writeBytes(utf8);
  }

  /** The part that a file's head and its record in the directory have in common. */
  private static void common(ByteBuffer into, byte[] name, byte[] content, int crc) {
    into.putShort((short) 20)
        .putShort((short) UTF8_NAMES)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) FIRST_OF_JANUARY_1980)
        .putInt(crc)
        .putInt(content.length)
        .putInt(content.length)
        .putShort((short) name.length);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
