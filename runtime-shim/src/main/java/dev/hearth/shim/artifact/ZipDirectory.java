package dev.hearth.shim.artifact;

import static dev.hearth.shim.artifact.BadArtifactException.invalid;

import dev.hearth.shim.artifact.ZipItem.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a zip's directory, with the unix modes that {@link java.util.zip.ZipFile} does not show.
 */
final class ZipDirectory {
  private static final int HEADER = 0x02014b50;
  private static final int HEADER_BYTES = 46;
  private static final int ENCRYPTED = 1;
  private static final int EXTRA_ZIP64 = 0x0001;
  private static final int EXTRA_UNIX = 0x000d;

  /** Two times, owner and group; what follows names a hard link's or a device's other end. */
  private static final int EXTRA_UNIX_BYTES = 12;

  private static final long UINT32 = 0xffff_ffffL;

  private final ZipEnd end;
  private final ByteBuffer bytes;
  private final UnpackLimits limits;

  private ZipDirectory(ZipEnd end, ByteBuffer bytes, UnpackLimits limits) {
    this.end = end;
    this.bytes = bytes;
    this.limits = limits;
  }

  static List<ZipItem> read(ZipFileBytes file, ZipEnd end, UnpackLimits limits)
      throws IOException, BadArtifactException {
    if (end.entries() > limits.entries()) {
      throw invalid("it has more than " + limits.entries() + " entries");
    }
    if (end.directoryBytes() > limits.directoryBytes()) {
      throw invalid("its directory has more than " + limits.directoryBytes() + " bytes");
    }
    ByteBuffer bytes = file.read(end.directory(), (int) end.directoryBytes());
    return new ZipDirectory(end, bytes, limits).items();
  }

  private List<ZipItem> items() throws BadArtifactException {
    List<ZipItem> items = new ArrayList<>();
    while (bytes.hasRemaining()) {
      items.add(item());
    }
    if (items.size() != end.entries()) {
      throw invalid("it has another number of entries than it says");
    }
    return items;
  }

  private ZipItem item() throws BadArtifactException {
    ByteBuffer header = take(HEADER_BYTES);
    if (header.getInt(0) != HEADER) {
      throw invalid("its directory is damaged");
    }
    String name = EntryPath.text(take(Short.toUnsignedInt(header.getShort(28))));
    ByteBuffer extra = take(Short.toUnsignedInt(header.getShort(30)));
    take(Short.toUnsignedInt(header.getShort(32)));
    int method = Short.toUnsignedInt(header.getShort(10));
    if ((header.getShort(8) & ENCRYPTED) != 0) {
      throw invalid("an entry is encrypted", name);
    }
    if (method != ZipItem.STORED && method != ZipItem.DEFLATED) {
      throw invalid("an entry is compressed by method " + method, name);
    }
    var mode = new UnixMode(header.get(5), header.getInt(38) >>> 16);
    long[] claims = {
      Integer.toUnsignedLong(header.getInt(24)),
      Integer.toUnsignedLong(header.getInt(20)),
      Integer.toUnsignedLong(header.getInt(42))
    };
    readExtra(extra, claims, name);
    String path = EntryPath.checked(name, limits);
    Kind kind = mode.kind(name);
    if (path.isEmpty() && kind != Kind.FOLDER) {
      throw invalid("a file has no name", name);
    }
    return new ZipItem(
        name,
        path,
        kind,
        mode.isExecutable(path),
        method,
        header.getInt(16),
        claims[1],
        claims[0],
        claims[2] + end.start());
  }

  /** Replaces the claims (size, packed size, offset) that did not fit in the header. */
  private static void readExtra(ByteBuffer extra, long[] claims, String name)
      throws BadArtifactException {
    // Some packers pad with less than a field's header; it means nothing.
    while (extra.remaining() >= 4) {
      int tag = Short.toUnsignedInt(extra.getShort());
      int length = Short.toUnsignedInt(extra.getShort());
      if (length > extra.remaining()) {
        throw invalid("an entry's extra fields are damaged", name);
      }
      ByteBuffer field = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      extra.position(extra.position() + length);
      if (tag == EXTRA_ZIP64) {
        for (int i = 0; i < claims.length; i++) {
          if (claims[i] == UINT32 && field.remaining() >= Long.BYTES) {
            claims[i] = field.getLong();
          }
        }
      } else if (tag == EXTRA_UNIX && length > EXTRA_UNIX_BYTES) {
        throw invalid("an entry is a hard link or a device", name);
      }
    }
    for (long claim : claims) {
      if (claim < 0 || claim > Long.MAX_VALUE / 4) {
        throw invalid("an entry's sizes cannot be", name);
      }
    }
  }

  private ByteBuffer take(int length) throws BadArtifactException {
    if (length > bytes.remaining()) {
      throw invalid("its directory is damaged");
    }
    ByteBuffer taken = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + length);
    return taken;
  }
}
