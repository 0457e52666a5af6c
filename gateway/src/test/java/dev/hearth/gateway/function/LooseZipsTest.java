package dev.hearth.gateway.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LooseZipsTest {
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final byte[] CODE = "print(1)\n".repeat(10_000).getBytes(UTF_8);

  private static final int CENTRAL_HEADER = 0x02014b50;

  @TempDir Path folder;

  @Test
  void the_same_files_with_the_same_modes_are_sent_without_compression() throws IOException {
    var store = store();
    Artifact artifact = put(store, zip());
    PackedCode sent = store.packed(artifact.sha256()).orElseThrow();
    assertTrue(sent.size() > CODE.length && artifact.size() < CODE.length / 10);
    assertEquals(Files.size(sent.path()), sent.size());
    var crc = new CRC32C();
    crc.update(Files.readAllBytes(sent.path()));
    assertEquals(Long.parseLong(sent.crc32c(), 16), crc.getValue());
    try (var file = new ZipFile(sent.path().toFile())) {
      ZipEntry entry = file.getEntry("bin/run");
      assertEquals(ZipEntry.STORED, entry.getMethod());
      assertArrayEquals(CODE, file.getInputStream(entry).readAllBytes());
    }
    try (FileSystem files = posix(sent.path())) {
      assertEquals(EXECUTABLE, Files.getPosixFilePermissions(files.getPath("bin/run")));
      assertTrue(Files.isDirectory(files.getPath("empty")));
    }
  }

  @Test
  void a_link_stays_a_link() throws IOException {
    Path zip = zip();
    byte[] bytes = Files.readAllBytes(zip);
    int mode = mode(bytes);
    bytes[mode] = (byte) 0xff;
    bytes[mode + 1] = (byte) 0xa1;
    Files.write(zip, bytes);
    var store = store();
    byte[] sent = Files.readAllBytes(store.packed(put(store, zip).sha256()).orElseThrow().path());
    assertEquals((byte) 0xff, sent[mode(sent)]);
    assertEquals((byte) 0xa1, sent[mode(sent) + 1]);
  }

  /** Where the directory has the mode of what was written last. */
  private static int mode(byte[] zip) {
    var bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int at = zip.length - 4;
    while (bytes.getInt(at) != CENTRAL_HEADER) {
      at--;
    }
    return at + 40;
  }

  @Test
  void a_damaged_zip_is_sent_as_it_is() throws IOException {
    Path zip = zip();
    byte[] bytes = Files.readAllBytes(zip);
    bytes[bytes.length / 3] ^= 1;
    Files.write(zip, bytes);
    var store = store();
    Artifact artifact = put(store, zip);
    assertEquals(artifact.size(), store.packed(artifact.sha256()).orElseThrow().size());
    assertTrue(isEmpty(folder.resolve("store/loose")));
  }

  @Test
  void a_zip_that_unpacks_to_too_much_is_sent_as_it_is() throws IOException {
    Path zip = folder.resolve("large.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("zeros"));
      var piece = new byte[1 << 20];
      for (long written = 0; written <= LooseZips.MAX_BYTES; written += piece.length) {
        out.write(piece);
      }
    }
    var store = store();
    Artifact artifact = put(store, zip);
    assertEquals(artifact.size(), store.packed(artifact.sha256()).orElseThrow().size());
  }

  @Test
  void without_room_for_more_what_follows_is_sent_as_it_is_until_something_goes()
      throws IOException {
    Path zip = zip();
    var zips = new LooseZips(folder.resolve("loose"), CODE.length + 1, Runnable::run);
    zips.add("first", zip);
    zips.add("second", zip);
    assertTrue(zips.find("first").isPresent());
    assertEquals(Optional.empty(), zips.find("second"));
    zips.remove("first");
    zips.add("second", zip);
    assertTrue(zips.find("second").isPresent());
  }

  @Test
  void until_it_is_packed_the_zip_itself_is_sent() throws IOException {
    Queue<Runnable> later = new ArrayDeque<>();
    var store = new ArtifactStore(folder.resolve("store"), later::add);
    Artifact artifact = put(store, zip());
    assertEquals(artifact.size(), store.packed(artifact.sha256()).orElseThrow().size());
    later.remove().run();
    assertTrue(store.packed(artifact.sha256()).orElseThrow().size() > artifact.size());
  }

  @Test
  void what_is_swept_or_of_an_earlier_process_leaves_nothing() throws IOException {
    Path zip = zip();
    Artifact artifact = put(store(), zip);
    assertFalse(isEmpty(folder.resolve("store/loose")));
    var next = store();
    assertTrue(isEmpty(folder.resolve("store/loose")));
    put(next, zip);
    next.sweep(Set.of(), Instant.now().plusSeconds(1));
    assertTrue(isEmpty(folder.resolve("store/loose")));
    assertEquals(Optional.empty(), next.packed(artifact.sha256()));
  }

  private ArtifactStore store() {
    return new ArtifactStore(folder.resolve("store"), Runnable::run);
  }

  private static Artifact put(ArtifactStore store, Path zip) throws IOException {
    return store.put(Artifact.Kind.CODE, Files.newInputStream(zip));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private Path zip() throws IOException {
    Path zip = folder.resolve("code.zip");
    Files.deleteIfExists(zip);
    var created = Map.of("create", "true", "enablePosixFileAttributes", "true");
    try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), created)) {
      Files.createDirectory(files.getPath("bin"));
      Files.createDirectory(files.getPath("empty"));
      Files.write(files.getPath("bin/run"), CODE);
      Files.setPosixFilePermissions(files.getPath("bin/run"), EXECUTABLE);
    }
    return zip;
  }

  private static FileSystem posix(Path zip) throws IOException {
    var posix = Map.of("enablePosixFileAttributes", "true");
    return FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), posix);
  }
}
