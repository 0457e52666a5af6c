package dev.hearth.shim.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks a function's zips. The sizes that a zip gives are not believed: what is written is
 * counted, over all zips of the function. Links are made last, so that nothing is written through
 * one; a later layer replaces files of an earlier one, never follows its links.
 */
public final class Unpacker {
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final int BLOCK = 64 * 1024;

  private final CodeLimits limits;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
  private long bytesLeft;
  private int entriesLeft;

  public Unpacker(CodeLimits limits) {
    this.limits = limits;
    this.bytesLeft = limits.unpackedBytes();
    this.entriesLeft = limits.entries();
  }

  public void unpack(ByteBuffer zip, Path root) throws IOException, CodeException {
    ZipDirectory directory = new ZipDirectory(zip);
    List<ZipMember> members = directory.members(entriesLeft);
    entriesLeft -= members.size();
    Files.createDirectories(root);
    List<ZipMember> links = new ArrayList<>();
    for (ZipMember member : members) {
      switch (member.kind()) {
        case FOLDER -> folder(root, member.path());
        case FILE -> file(root, directory, member);
        case LINK -> links.add(member);
      }
    }
    for (ZipMember link : links) {
      link(root, directory, link);
    }
  }

  private void file(Path root, ZipDirectory directory, ZipMember member)
      throws IOException, CodeException {
    Path path = place(root, member);
    try (FileChannel out =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(directory.packed(member), member, out);
    }
    Files.setPosixFilePermissions(path, member.executable() ? EXECUTABLE : READABLE);
  }

  private void link(Path root, ZipDirectory directory, ZipMember member)
      throws IOException, CodeException {
    if (member.unpacked() > MemberPath.PATH_BYTES) {
      throw damaged("a link that is too long");
    }
    block.clear();
    inflate(directory.packed(member), member, null);
    String target = new String(block.array(), 0, block.position(), UTF_8);
    MemberPath.checkLink(member.path(), target);
    Files.createSymbolicLink(place(root, member), Path.of(target));
  }

  /** Where a file or link goes: its folders are made, whatever was there before is removed. */
  private static Path place(Path root, ZipMember member) throws IOException, CodeException {
    String path = member.path();
    if (path.isEmpty()) {
      throw damaged("an entry without a name");
    }
    int slash = path.lastIndexOf('/');
    Path parent = folder(root, slash < 0 ? "" : path.substring(0, slash));
    Path place = parent.resolve(path.substring(slash + 1));
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw damaged("a file in place of a folder: " + path);
    }
    Files.deleteIfExists(place);
    return place;
  }

  /** Makes a folder and those above it; a link among them is replaced, never followed. */
  private static Path folder(Path root, String path) throws IOException, CodeException {
    Path folder = root;
    if (path.isEmpty()) {
      return folder;
    }
    for (Path segment : Path.of(path)) {
      folder = folder.resolve(segment);
      if (Files.isSymbolicLink(folder)) {
        Files.delete(folder);
      }
      try {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(folder);
        }
      } catch (FileAlreadyExistsException e) {
        throw damaged("a folder in place of a file: " + path);
      }
    }
    return folder;
  }

  private void copy(ByteBuffer packed, ZipMember member, FileChannel out)
      throws IOException, CodeException {
    block.clear();
    inflate(packed, member, out);
  }

  /** Unpacks to {@code out}, or into the block alone where that is null. */
  private void inflate(ByteBuffer packed, ZipMember member, FileChannel out)
      throws IOException, CodeException {
    CRC32 crc = new CRC32();
    Inflater inflater = member.deflated() ? new Inflater(true) : null;
    long written = 0;
    try {
      if (inflater != null) {
        inflater.setInput(packed);
      }
      while (true) {
        int here = inflater == null ? stored(packed) : inflated(inflater);
        crc.update(block.array(), block.position() - here, here);
        written += here;
        if (here > bytesLeft || written > member.unpacked()) {
          throw tooLarge(written, member);
        }
        bytesLeft -= here;
        boolean end = inflater == null ? !packed.hasRemaining() : inflater.finished();
        if (!end && here == 0) {
          throw damaged("an entry is cut off: " + member.path());
        }
        if (out != null) {
          drain(out);
        }
        if (end) {
          break;
        }
      }
    } catch (DataFormatException e) {
      throw damaged("an entry cannot be inflated: " + member.path());
    } finally {
      if (inflater != null) {
        inflater.end();
      }
    }
    if (crc.getValue() != member.crc() || written != member.unpacked()) {
      throw damaged("an entry's checksum or size is wrong: " + member.path());
    }
  }

  private int stored(ByteBuffer packed) {
    int here = Math.min(block.remaining(), packed.remaining());
    block.put(packed.slice(packed.position(), here));
    packed.position(packed.position() + here);
    return here;
  }

  private int inflated(Inflater inflater) throws DataFormatException {
    int here = inflater.inflate(block.array(), block.position(), block.remaining());
    block.position(block.position() + here);
    return here;
  }

  private void drain(FileChannel out) throws IOException {
    block.flip();
    while (block.hasRemaining()) {
      out.write(block);
    }
    block.clear();
  }

  private CodeException tooLarge(long written, ZipMember member) {
    return written > member.unpacked()
        ? damaged("an entry is larger than the zip says: " + member.path())
        : new CodeException(
            CodeException.Type.UNZIPPED_SIZE_EXCEEDED,
            "Unzipped size must be smaller than " + limits.unpackedBytes() + " bytes");
  }

  private static CodeException damaged(String why) {
    return new CodeException(
        CodeException.Type.INVALID_ZIP_FILE, "Could not unzip uploaded file: " + why);
  }
}
