package dev.hearth.shim.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpackerTest {
  @TempDir Path folder;
  private Path root;
  private final CraftedZip zip = new CraftedZip();

  @BeforeEach
  void choose_a_root_that_is_not_there_yet() {
    root = folder.resolve("task");
  }

  @Test
  void files_folders_and_inner_links_are_made() throws Exception {
    zip.file("app.py", "print(1)");
    zip.file("lib/deep/data.bin", "x".repeat(300_000)).method = ZipItem.STORED;
    zip.file("empty/", "").mode = 0040755;
    zip.link("lib/current", "deep");
    zip.link("lib/deep/up.py", "../../app.py");
    zip.link("absolute.py", folder.toRealPath().resolve("task/app.py").toString());
    unpack();
    assertEquals("print(1)", Files.readString(root.resolve("app.py")));
    assertEquals(300_000, Files.size(root.resolve("lib/current/data.bin")));
    assertTrue(Files.isDirectory(root.resolve("empty")));
    assertEquals("print(1)", Files.readString(root.resolve("lib/deep/up.py")));
    assertEquals("print(1)", Files.readString(root.resolve("absolute.py")));
  }

  @Test
  void execute_bits_are_kept_and_all_can_read() throws Exception {
    zip.file("run", "#!").mode = 0100700;
    zip.file("secret", "s").mode = 0100600;
    zip.file("bootstrap", "not meant to be run").mode = 0100644;
    unpack();
    assertTrue(mode("run").contains(PosixFilePermission.OTHERS_EXECUTE));
    assertTrue(mode("secret").contains(PosixFilePermission.OTHERS_READ));
    assertTrue(!mode("bootstrap").contains(PosixFilePermission.OWNER_EXECUTE));
  }

  @Test
  void without_modes_only_a_top_level_bootstrap_can_be_run() throws Exception {
    for (String name : new String[] {"bootstrap", "lib/bootstrap", "app.py"}) {
      var part = zip.file(name, "x");
      part.system = CraftedZip.DOS;
      part.mode = 0;
    }
    unpack();
    assertTrue(mode("bootstrap").contains(PosixFilePermission.OWNER_EXECUTE));
    assertTrue(!mode("lib/bootstrap").contains(PosixFilePermission.OWNER_EXECUTE));
    assertTrue(!mode("app.py").contains(PosixFilePermission.OWNER_EXECUTE));
  }

  @Test
  void zip64_a_comment_and_something_in_front_are_no_obstacle() throws Exception {
    zip.before = "#!/usr/bin/env python3\n".getBytes(UTF_8);
    zip.comment = "a comment".getBytes(UTF_8);
    zip.zip64 = true;
    zip.file("a", "first").zip64 = true;
    zip.file("./b", "second");
    unpack();
    assertEquals("first", Files.readString(root.resolve("a")));
    assertEquals("second", Files.readString(root.resolve("b")));
  }

  @Test
  void an_empty_zip_makes_an_empty_folder() throws Exception {
    unpack();
    try (var found = Files.list(root)) {
      assertEquals(0, found.count());
    }
  }

  @Test
  void a_later_layer_replaces_files_but_writes_through_no_link_of_an_earlier_one()
      throws Exception {
    zip.file("lib/a", "one");
    zip.file("lib/b", "one");
    zip.link("also", "lib");
    unpack();
    var second = new CraftedZip();
    second.file("lib/a", "two");
    second.link("lib/b", "a");
    unpack(second);
    assertEquals("two", Files.readString(root.resolve("lib/b")));
    var third = new CraftedZip();
    third.file("also/a", "three");
    assertThrows(BadArtifactException.class, () -> unpack(third));
    assertEquals("two", Files.readString(root.resolve("lib/a")));
  }

  @Test
  void a_file_takes_the_place_of_an_earlier_link_and_not_of_its_target() throws Exception {
    zip.file("kept", "kept");
    zip.link("l", "kept");
    unpack();
    var second = new CraftedZip();
    second.file("l", "new");
    unpack(second);
    assertEquals("kept", Files.readString(root.resolve("kept")));
    assertEquals("new", Files.readString(root.resolve("l")));
    assertTrue(Files.isRegularFile(root.resolve("l"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void a_root_that_cannot_be_written_is_not_the_artifacts_fault() throws Exception {
    Path file = Files.writeString(folder.resolve("task"), "in the way");
    Path good = zip.write(folder);
    assertThrows(IOException.class, () -> new Unpacker().unpack(good, file));
  }

  private void unpack() throws Exception {
    unpack(zip);
  }

  private void unpack(CraftedZip what) throws Exception {
    new Unpacker().unpack(what.write(folder), root);
  }

  private Set<PosixFilePermission> mode(String name) throws IOException {
    return Files.getPosixFilePermissions(root.resolve(name));
  }
}
