package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips as tests need them. */
public final class Zip {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes);

  public Zip file(String path, String text) throws IOException {
    return file(path, text.getBytes(UTF_8));
  }

  public Zip file(String path, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(path);
    entry.setMethod(ZipEntry.DEFLATED);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
    return this;
  }

  public Zip stored(String path, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(path);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
    return this;
  }

  public byte[] bytes() throws IOException {
    zip.close();
    return bytes.toByteArray();
  }

  /** As {@link #bytes}, with every entry made on Unix with that mode. */
  public byte[] withMode(int mode) throws IOException {
    byte[] all = bytes();
    for (int at = 0; at + 46 <= all.length; at++) {
      if (all[at] == 'P' && all[at + 1] == 'K' && all[at + 2] == 1 && all[at + 3] == 2) {
        all[at + 5] = 3;
        all[at + 40] = (byte) mode;
        all[at + 41] = (byte) (mode >> 8);
      }
    }
    return all;
  }
}
