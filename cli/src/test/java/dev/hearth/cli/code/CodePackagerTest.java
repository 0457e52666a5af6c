package dev.hearth.cli.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.ArtifactStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code becomes a zip that depends on the code alone, within AWS's limits. */
class CodePackagerTest {
  @TempDir Path folder;

  private ArtifactStore store;
  private Path code;

  @BeforeEach
  void make_folders() throws IOException {
    store = new ArtifactStore(folder.resolve("artifacts"), Runnable::run);
    code = Files.createDirectory(folder.resolve("code"));
  }

  @Test
  void inline_files_stand_in_the_zip() throws Exception {
    var source = new CodeSource.Inline(Map.of("app.py", "x = 'é'", "lib/a.py", ""));
    assertEquals(Map.of("app.py", "x = 'é'", "lib/a.py", ""), files(pack(source)));
  }

  @Test
  void a_folder_stands_in_the_zip_with_all_below_it() throws Exception {
    write("app.py", "one");
    write("lib/deep/b.py", "two");
    Files.createDirectory(code.resolve("empty"));
    assertEquals(
        Map.of("app.py", "one", "lib/", "", "lib/deep/", "", "lib/deep/b.py", "two", "empty/", ""),
        files(pack(new CodeSource.Folder(code))));
  }

  @Test
  void the_same_code_is_the_same_artifact_whenever_it_was_written() throws Exception {
    write("b.py", "two");
    write("a.py", "one");
    Artifact first = pack(new CodeSource.Folder(code));
    Path other = Files.createDirectory(folder.resolve("other"));
    for (String name : new String[] {"a.py", "b.py"}) {
      Files.copy(code.resolve(name), other.resolve(name));
      Files.setLastModifiedTime(other.resolve(name), FileTime.from(Instant.EPOCH));
    }
    assertEquals(first, pack(new CodeSource.Folder(other)));
    write("a.py", "changed");
    assertNotEquals(first, pack(new CodeSource.Folder(code)));
  }

  @Test
  void an_executable_stays_executable() throws Exception {
    write("bootstrap", "#!/bin/sh");
    write("data", "");
    Files.setPosixFilePermissions(
        code.resolve("bootstrap"), PosixFilePermissions.fromString("rwx------"));
    assertModes(pack(new CodeSource.Folder(code)));
  }

  @Test
  void an_inline_script_is_executable() throws Exception {
    assertModes(pack(new CodeSource.Inline(Map.of("bootstrap", "#!/bin/sh", "data", ""))));
  }

  @Test
  void links_are_followed_and_dangling_ones_left_out() throws Exception {
    write("real.py", "x");
    Files.createSymbolicLink(code.resolve("link.py"), Path.of("real.py"));
    Files.createSymbolicLink(code.resolve(".#real.py"), Path.of("nobody@nowhere"));
    assertEquals(Map.of("real.py", "x", "link.py", "x"), files(pack(new CodeSource.Folder(code))));
  }

  @Test
  void a_link_that_leads_back_up_is_refused() throws Exception {
    Files.createSymbolicLink(code.resolve("loop"), code);
    var e = assertThrows(IOException.class, () -> pack(new CodeSource.Folder(code)));
    assertTrue(e.getMessage().contains("leads back"), e.getMessage());
  }

  @Test
  void version_control_stays_out() throws Exception {
    write(".git/config", "");
    write("app.py", "");
    assertEquals(Map.of("app.py", ""), files(pack(new CodeSource.Folder(code))));
  }

  @Test
  void a_zip_is_taken_as_it_is() throws Exception {
    Path zip = zip("app.py", "x");
    assertEquals(Files.size(zip), pack(new CodeSource.Zip(zip)).size());
  }

  @Test
  void a_broken_zip_is_refused_in_awss_words() throws Exception {
    Path zip = Files.writeString(folder.resolve("fn.zip"), "no zip");
    var e = refused(new CodeSource.Zip(zip), CodeLimits.OF_AWS);
    assertEquals("InvalidZipFileException", e.reasonCode());
    assertTrue(
        e.getMessage()
            .startsWith(
                "Could not unzip uploaded file. Please check your file, then try to upload again."),
        e.getMessage());
  }

  @Test
  void a_zip_that_was_cut_or_damaged_is_refused() throws Exception {
    Path zip = zip("app.py", "some text that is long enough to be cut");
    byte[] bytes = Files.readAllBytes(zip);
    for (int at = 30; at < bytes.length; at += 7) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x55;
      Files.write(zip, damaged);
      try {
        assertEquals(Files.size(zip), pack(new CodeSource.Zip(zip)).size());
      } catch (CodeException e) {
        assertEquals("InvalidZipFileException", e.reasonCode());
      }
    }
    Files.write(zip, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertEquals(
        "InvalidZipFileException",
        refused(new CodeSource.Zip(zip), CodeLimits.OF_AWS).reasonCode());
  }

  @Test
  void a_zip_with_a_wrong_checksum_is_refused() throws Exception {
    Path zip = zip("app.py", "x");
    byte[] bytes = Files.readAllBytes(zip);
    int central = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    bytes[central + 16] ^= 1;
    Files.write(zip, bytes);
    var e = refused(new CodeSource.Zip(zip), CodeLimits.OF_AWS);
    assertTrue(e.getMessage().contains("wrong checksum"), e.getMessage());
  }

  @Test
  void a_zip_that_leads_out_of_its_folder_is_refused() throws Exception {
    for (String name : new String[] {"../app.py", "a/../../b", "/etc/passwd", "a\\b"}) {
      var e = refused(new CodeSource.Zip(zip(name, "x")), CodeLimits.OF_AWS);
      assertTrue(e.getMessage().contains("leads out"), e.getMessage());
    }
  }

  @Test
  void code_that_is_not_there_is_named() {
    var folderless = refused(new CodeSource.Folder(code.resolve("no")), CodeLimits.OF_AWS);
    assertTrue(folderless.getMessage().startsWith("spec.code.folder: there is no folder"));
    var zipless = refused(new CodeSource.Zip(code.resolve("no.zip")), CodeLimits.OF_AWS);
    assertTrue(zipless.getMessage().startsWith("spec.code.zip: there is no file"));
  }

  @Test
  void too_much_unzipped_is_refused_in_awss_words() throws Exception {
    var limits = new CodeLimits(1_000_000, 1_000, 100);
    write("large", "x".repeat(1_001));
    String words = "Unzipped size must be smaller than 1000 bytes";
    assertEquals(words, refused(new CodeSource.Folder(code), limits).getMessage());
    assertEquals(
        words, refused(new CodeSource.Zip(zip("a", "x".repeat(1_001))), limits).getMessage());
    write("large", "x".repeat(1_000));
    assertEquals(
        1, files(new CodePackager(store, limits).artifact(new CodeSource.Folder(code))).size());
  }

  @Test
  void too_much_zipped_is_refused_in_awss_words() throws Exception {
    var limits = new CodeLimits(100, 1_000, 100);
    write("app.py", "");
    write("another.py", "");
    String words = "Zipped size must be smaller than 100 bytes";
    assertEquals(words, refused(new CodeSource.Folder(code), limits).getMessage());
    assertEquals(words, refused(new CodeSource.Zip(zip("app.py", "")), limits).getMessage());
  }

  @Test
  void a_folder_is_only_compressed_where_it_might_be_too_large_otherwise() throws Exception {
    write("app.py", "x".repeat(10_000));
    var source = new CodeSource.Folder(code);
    var ample = new CodeLimits(20_000, 100_000, 10);
    assertTrue(new CodePackager(store, ample).artifact(source).size() > 10_000);
    var scarce = new CodeLimits(5_000, 100_000, 10);
    assertTrue(new CodePackager(store, scarce).artifact(source).size() < 1_000);
  }

  @Test
  void too_many_files_are_refused() throws Exception {
    var limits = new CodeLimits(1_000_000, 1_000, 1);
    write("a", "");
    write("b", "");
    assertEquals(
        "The code has more than 1 files",
        refused(new CodeSource.Folder(code), limits).getMessage());
  }

  @Test
  void awss_limits_are_50_and_250_megabytes() {
    assertEquals(new CodeLimits(50 << 20, 250 << 20, 65_535), CodeLimits.OF_AWS);
  }

  private Artifact pack(CodeSource source) throws IOException, CodeException {
    return new CodePackager(store, CodeLimits.OF_AWS).artifact(source);
  }

  private CodeException refused(CodeSource source, CodeLimits limits) {
    return assertThrows(
        CodeException.class, () -> new CodePackager(store, limits).artifact(source));
  }

  private void write(String name, String text) throws IOException {
    Path file = code.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path zip(String name, String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(UTF_8));
    }
    return Files.write(folder.resolve("fn.zip"), bytes.toByteArray());
  }

  private Map<String, String> files(Artifact artifact) throws IOException {
    var files = new TreeMap<String, String>();
    try (var zip = new ZipFile(store.path(artifact.sha256()).toFile())) {
      for (var entry : java.util.Collections.list(zip.entries())) {
        try (var in = zip.getInputStream(entry)) {
          files.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
        }
      }
    }
    return files;
  }

  private void assertModes(Artifact artifact) throws IOException {
    Map<String, String> posix = Map.of("enablePosixFileAttributes", "true");
    try (var zip = FileSystems.newFileSystem(store.path(artifact.sha256()), posix)) {
      assertTrue(
          Files.getPosixFilePermissions(zip.getPath("/bootstrap"))
              .contains(PosixFilePermission.OTHERS_EXECUTE));
      assertEquals(
          "rw-r--r--",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(zip.getPath("/data"))));
    }
  }
}
