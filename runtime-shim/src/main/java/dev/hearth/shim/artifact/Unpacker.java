package dev.hearth.shim.artifact;

import static dev.hearth.shim.artifact.BadArtifactException.invalid;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Unpacks the artifacts of one function, its layers first and in order; {@link UnpackLimits} count
 * them together. Whatever a zip holds, nothing is made or changed outside of the folder given. A
 * file takes the place of an earlier artifact's; a folder and a link never do. After a failure the
 * folder holds a part of it. Not for two threads, nor while others change the folder.
 */
public final class Unpacker {
  private static final FileAttribute<?> PLAIN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));
  private static final FileAttribute<?> EXECUTABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

  private final UnpackLimits limits;
  private long written;

  public Unpacker() {
    this(UnpackLimits.STANDARD);
  }

  public Unpacker(UnpackLimits limits) {
    this.limits = limits;
  }

  /**
   * @param root a folder, made where it is missing
   * @throws IOException where the machine is at fault and not the artifact, e.g. a full disk
   */
  public void unpack(Path zip, Path root) throws BadArtifactException, IOException {
    Files.createDirectories(root);
    Path folder = root.toRealPath();
    try (var channel = FileChannel.open(zip, READ)) {
      var file = new ZipFileBytes(channel, channel.size());
      var end = ZipEnd.find(file);
      var layout = Layout.of(ZipDirectory.read(file, end, limits), limits);
      var budget = new Budget(limits, written, file.size());
      try {
        make(layout, folder, file, end, budget);
      } finally {
        written = budget.total();
      }
    } catch (InvalidPathException e) {
      throw invalid("this system has no such names", e.getInput());
    }
  }

  private void make(Layout layout, Path root, ZipFileBytes file, ZipEnd end, Budget budget)
      throws IOException, BadArtifactException {
    for (String path : layout.folders()) {
      makeFolder(root, path);
    }
    try (var data = new EntryData(file, end.directory(), budget)) {
      for (ZipItem item : layout.files()) {
        try (var out = create(root.resolve(item.path()), item)) {
          data.copy(item, out);
        }
      }
      for (ZipItem item : layout.links()) {
        makeLink(root, item, data);
      }
    }
  }

  private static void makeFolder(Path root, String path) throws IOException, BadArtifactException {
    Path folder = root.resolve(path);
    try {
      Files.createDirectory(folder, EXECUTABLE);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
        throw invalid("a folder has the name of a file or link", path);
      }
    }
  }

  private static FileChannel create(Path path, ZipItem item)
      throws IOException, BadArtifactException {
    FileAttribute<?> mode = item.executable() ? EXECUTABLE : PLAIN;
    try {
      return FileChannel.open(path, Set.of(CREATE_NEW, WRITE), mode);
    } catch (FileAlreadyExistsException e) {
      remove(path, item);
      return FileChannel.open(path, Set.of(CREATE_NEW, WRITE), mode);
    }
  }

  private void makeLink(Path root, ZipItem item, EntryData data)
      throws IOException, BadArtifactException {
    if (item.bytes() > limits.pathBytes()) {
      throw invalid("a link's target is longer than " + limits.pathBytes() + " bytes", item.name());
    }
    var bytes = new ByteArrayOutputStream();
    try (WritableByteChannel out = Channels.newChannel(bytes)) {
      data.copy(item, out);
    }
    String target = EntryPath.text(ByteBuffer.wrap(bytes.toByteArray()));
    EntryPath.checkTarget(item.path(), target, root, limits);
    Path path = root.resolve(item.path());
    try {
      Files.createSymbolicLink(path, Path.of(target));
    } catch (FileAlreadyExistsException e) {
      remove(path, item);
      Files.createSymbolicLink(path, Path.of(target));
    }
  }

  /** What an earlier artifact left there; a link goes itself, not what it leads to. */
  private static void remove(Path path, ZipItem item) throws IOException, BadArtifactException {
    if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
      throw invalid("a file or link has the name of a folder", item.name());
    }
    Files.delete(path);
  }
}
