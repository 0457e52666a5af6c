package dev.hearth.shim.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.it.Zip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {
  private static final CodeLimits LIMITS = new CodeLimits(200_000, 20);

  @TempDir Path folder;

  private void unpack(byte[] zip) throws IOException, CodeException {
    new Unpacker(LIMITS).unpack(ByteBuffer.wrap(zip), folder.resolve("root"));
  }

  private CodeException.Type refused(byte[] zip) {
    return assertThrows(CodeException.class, () -> unpack(zip)).type();
  }

  private Path unpacked(String path) {
    return folder.resolve("root").resolve(path);
  }

  @Test
  void files_come_out_as_they_went_in() throws Exception {
    byte[] large = new byte[150_000];
    new Random(1).nextBytes(large);
    unpack(
        new Zip().file("app.py", "text").file("a/b/c.txt", "").stored("large.bin", large).bytes());
    assertEquals("text", Files.readString(unpacked("app.py")));
    assertEquals(0, Files.size(unpacked("a/b/c.txt")));
    assertEquals(-1, java.util.Arrays.mismatch(large, Files.readAllBytes(unpacked("large.bin"))));
  }

  @Test
  void a_unix_mode_makes_a_file_executable_and_nothing_else_does() throws Exception {
    unpack(new Zip().file("bootstrap", "#!/bin/sh\n").withMode(0100755));
    assertTrue(Files.isExecutable(unpacked("bootstrap")));
    unpack(new Zip().file("plain", "x").withMode(0100644));
    assertFalse(Files.getPosixFilePermissions(unpacked("plain")).toString().contains("EXECUTE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/etc/evil", "a/../../evil", "a/..", ".."})
  void a_path_that_leads_out_is_refused(String path) throws Exception {
    assertEquals(
        CodeException.Type.INVALID_ZIP_FILE, refused(new Zip().file(path, "evil").bytes()));
    assertFalse(Files.exists(folder.resolve("evil")));
  }

  @Test
  void links_inside_are_made() throws Exception {
    unpack(new Zip().file("lib/a", "../b").withMode(0120777));
    assertEquals(Path.of("../b"), Files.readSymbolicLink(unpacked("lib/a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../../x", "a/../../../x"})
  void links_that_lead_out_are_refused(String target) throws Exception {
    byte[] zip = new Zip().file("lib/a", target).withMode(0120777);
    assertEquals(CodeException.Type.INVALID_ZIP_FILE, refused(zip));
  }

  @Test
  void nothing_is_written_through_a_link_that_was_there_before() throws Exception {
    Files.createDirectories(folder.resolve("root"));
    Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(unpacked("lib"), folder.resolve("outside"));
    Files.createSymbolicLink(unpacked("file"), folder.resolve("outside/file"));
    unpack(new Zip().file("lib/x", "1").file("file", "2").bytes());
    assertFalse(Files.exists(folder.resolve("outside/x")));
    assertFalse(Files.exists(folder.resolve("outside/file")));
    assertTrue(Files.isDirectory(unpacked("lib"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void a_later_zip_replaces_files_of_an_earlier_one() throws Exception {
    unpack(new Zip().file("a", "1").bytes());
    unpack(new Zip().file("a", "2").bytes());
    assertEquals("2", Files.readString(unpacked("a")));
  }

  @Test
  void more_than_the_limit_is_refused_while_it_is_unpacked() throws Exception {
    assertEquals(
        CodeException.Type.UNZIPPED_SIZE_EXCEEDED,
        refused(new Zip().file("zeros", new byte[200_001]).bytes()));
    Unpacker unpacker = new Unpacker(LIMITS);
    byte[] half = new Zip().file("a", new byte[150_000]).bytes();
    unpacker.unpack(ByteBuffer.wrap(half), folder.resolve("one"));
    assertEquals(
        CodeException.Type.UNZIPPED_SIZE_EXCEEDED,
        assertThrows(
                CodeException.class,
                () -> unpacker.unpack(ByteBuffer.wrap(half), folder.resolve("two")))
            .type());
  }

  @Test
  void more_entries_than_the_limit_are_refused() throws Exception {
    Zip zip = new Zip();
    for (int i = 0; i < 21; i++) {
      zip.file("f" + i, "");
    }
    assertEquals(CodeException.Type.UNZIPPED_SIZE_EXCEEDED, refused(zip.bytes()));
  }

  @Test
  void a_size_that_is_a_lie_is_found_out() throws Exception {
    byte[] zip = new Zip().file("a", new byte[1000]).bytes();
    int directory = directory(zip);
    zip[directory + 24] = 1;
    zip[directory + 25] = 0;
    assertEquals(CodeException.Type.INVALID_ZIP_FILE, refused(zip));
  }

  @Test
  void a_changed_byte_is_found_out() throws Exception {
    byte[] zip = new Zip().stored("a", "content".getBytes(UTF_8)).bytes();
    zip[30 + 1]++;
    assertEquals(CodeException.Type.INVALID_ZIP_FILE, refused(zip));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 21, 22, 60})
  void what_is_no_zip_is_refused(int length) {
    assertEquals(CodeException.Type.INVALID_ZIP_FILE, refused(new byte[length]));
  }

  @Test
  void a_zip_with_random_damage_never_does_worse_than_be_refused() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] good = new Zip().file("a/b", "some text").stored("c", new byte[64]).bytes();
    for (int i = 0; i < 500; i++) {
      byte[] zip = good.clone();
      for (int j = 0; j <= random.nextInt(4); j++) {
        zip[random.nextInt(zip.length)] = (byte) random.nextInt();
      }
      try {
        unpack(zip);
      } catch (CodeException e) {
        assertTrue(e.getMessage().length() > 0);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", zip " + i, e);
      } catch (IOException e) {
        // A name that the file system has no way to write, or a folder in place of a file.
        assertTrue(e.getMessage().length() > 0);
      }
    }
  }

  private static int directory(byte[] zip) {
    for (int at = 0; ; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        return at;
      }
    }
  }
}
