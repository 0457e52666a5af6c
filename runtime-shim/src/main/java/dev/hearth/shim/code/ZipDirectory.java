package dev.hearth.shim.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a zip's central directory, since only that has the Unix modes by which a file is executable
 * or a link. Zips of several disks, encrypted ones and ZIP64 ones (4 GB and more) are refused.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int COMMENT_BYTES = 65_535;
  private static final int MEMBER = 0x02014b50;
  private static final int MEMBER_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int FLAG_ENCRYPTED = 1;
  private static final int FLAG_UTF8 = 1 << 11;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int MADE_BY_UNIX = 3;
  private static final int TYPE_MASK = 0170000;
  private static final int TYPE_FOLDER = 0040000;
  private static final int TYPE_FILE = 0100000;
  private static final int TYPE_LINK = 0120000;
  private static final int ANY_EXECUTE = 0111;

  private final ByteBuffer zip;

  ZipDirectory(ByteBuffer zip) {
    this.zip = zip.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  List<ZipMember> members(int limit) throws CodeException {
    int end = findEnd();
    int count = u16(end + 10);
    int at = offset(u32(end + 16));
    if (u16(end + 4) != 0 || u16(end + 8) != count) {
      throw bad("it is on several disks");
    }
    if (count > limit) {
      throw new CodeException(
          CodeException.Type.UNZIPPED_SIZE_EXCEEDED, "more than " + limit + " entries");
    }
    List<ZipMember> members = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (at > end - MEMBER_BYTES || zip.getInt(at) != MEMBER) {
        throw bad("its directory is damaged");
      }
      members.add(member(at, end));
      at += MEMBER_BYTES + u16(at + 28) + u16(at + 30) + u16(at + 32);
    }
    return members;
  }

  /** The member's bytes as they are in the zip. */
  ByteBuffer packed(ZipMember member) throws CodeException {
    int at = offset(member.header());
    if (at > zip.limit() - LOCAL_BYTES || zip.getInt(at) != LOCAL) {
      throw bad("an entry is not where the directory says");
    }
    long from = at + (long) LOCAL_BYTES + u16(at + 26) + u16(at + 28);
    if (from + member.packed() > zip.limit()) {
      throw bad("an entry is cut off");
    }
    return zip.slice((int) from, (int) member.packed());
  }

  private ZipMember member(int at, int end) throws CodeException {
    int flags = u16(at + 8);
    int method = u16(at + 10);
    int nameLength = u16(at + 28);
    if ((flags & FLAG_ENCRYPTED) != 0) {
      throw bad("it is encrypted");
    }
    if (method != STORED && method != DEFLATED) {
      throw bad("it uses compression method " + method);
    }
    if (at + MEMBER_BYTES + nameLength > end) {
      throw bad("its directory is damaged");
    }
    byte[] name = new byte[nameLength];
    zip.get(at + MEMBER_BYTES, name);
    String text = new String(name, (flags & FLAG_UTF8) != 0 || isUnix(at) ? UTF_8 : ISO_8859_1);
    int mode = isUnix(at) ? (int) (u32(at + 38) >>> 16) : 0;
    return new ZipMember(
        MemberPath.normal(text),
        kind(text, mode),
        (mode & ANY_EXECUTE) != 0,
        method == DEFLATED,
        u32(at + 20),
        u32(at + 24),
        u32(at + 16),
        u32(at + 42));
  }

  private boolean isUnix(int at) {
    return zip.get(at + 5) == MADE_BY_UNIX;
  }

  private static ZipMember.Kind kind(String name, int mode) throws CodeException {
    if (name.endsWith("/")) {
      return ZipMember.Kind.FOLDER;
    }
    return switch (mode & TYPE_MASK) {
      case 0, TYPE_FILE -> ZipMember.Kind.FILE;
      case TYPE_FOLDER -> ZipMember.Kind.FOLDER;
      case TYPE_LINK -> ZipMember.Kind.LINK;
      default -> throw bad("it has an entry that is no file, folder or link");
    };
  }

  private int findEnd() throws CodeException {
    int last = zip.limit() - END_BYTES;
    for (int at = last; at >= 0 && at >= last - COMMENT_BYTES; at--) {
      if (zip.getInt(at) == END && at + END_BYTES + u16(at + 20) == zip.limit()) {
        return at;
      }
    }
    throw bad("it has no end");
  }

  private int offset(long value) throws CodeException {
    if (value > zip.limit()) {
      throw bad("an offset that is not inside");
    }
    return (int) value;
  }

  private int u16(int at) {
    return zip.getShort(at) & 0xffff;
  }

  private long u32(int at) {
    return zip.getInt(at) & 0xffffffffL;
  }

  private static CodeException bad(String why) {
    return new CodeException(
        CodeException.Type.INVALID_ZIP_FILE, "Could not unzip uploaded file: " + why);
  }
}
