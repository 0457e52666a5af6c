package dev.hearth.images;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images as files. */
class ImageWriterIT {
  private static final Instant THEN = Instant.parse("2026-03-04T05:06:07Z");

  @TempDir private Path folder;
  private Path program;
  private ImageWriter writer;

  @BeforeEach
  void files() throws IOException {
    program = folder.resolve("in/bin/program");
    Files.createDirectories(program.getParent());
    Files.writeString(program, "run me");
    assertTrue(program.toFile().setExecutable(true));
    Path plain = Files.writeString(folder.resolve("in/plain"), "read me");
    Files.setLastModifiedTime(plain, FileTime.from(THEN));
    writer = new ImageWriter("1.2.3", folder.resolve("cache"));
  }

  @Test
  void what_may_be_executed_stays_so_and_times_are_kept_where_they_matter() throws Exception {
    Path tar = written(Layers.withTimes("all", folder.resolve("in"), "/there"), "image.tar");
    var entries =
        UnpackedImage.entries(tar).stream()
            .filter(entry -> !entry.isDirectory())
            .collect(Collectors.toMap(entry -> entry.getName(), entry -> entry));
    assertEquals(0755, entries.get("there/bin/program").getMode() & 0777);
    assertEquals(0644, entries.get("there/plain").getMode() & 0777);
    assertEquals(THEN, entries.get("there/plain").getLastModifiedTime().toInstant());
  }

  @Test
  void the_same_files_make_the_same_image_at_any_time() throws Exception {
    Path first = written(Layers.of("all", folder.resolve("in"), "/there"), "first.tar");
    Files.setLastModifiedTime(program, FileTime.from(THEN));
    writer = new ImageWriter("1.2.3", folder.resolve("another-cache"));
    Path second = written(Layers.of("all", folder.resolve("in"), "/there"), "second.tar");
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void a_file_that_changed_and_kept_its_time_is_written_as_it_is_now() throws Exception {
    var files = Layers.withTimes("all", folder.resolve("in"), "/there");
    FileTime time = Files.getLastModifiedTime(program);
    Path first = written(files, "first.tar");
    Files.writeString(program, "run us");
    Files.setLastModifiedTime(program, time);
    writer = new ImageWriter("1.2.3", folder.resolve("cache"));
    Path second = written(files, "second.tar");
    assertFalse(Arrays.equals(Files.readAllBytes(first), Files.readAllBytes(second)));
  }

  @Test
  void an_image_beyond_its_limit_is_refused_and_leaves_nothing() throws Exception {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    Files.write(program, bytes);
    var layer = Layers.of("all", folder.resolve("in"), "/there");
    var image = new ContainerImage("large", List.of(layer), List.of(), 100_000);
    Path tar = folder.resolve("large.tar");
    var refused = assertThrows(ImageException.class, () -> writer.write(image, tar));
    assertTrue(refused.getMessage().contains("large"), refused.getMessage());
    assertFalse(Files.exists(tar));
  }

  @Test
  void the_image_says_what_it_starts_and_that_it_is_nobodys() throws Exception {
    Path tar = written(Layers.of("all", folder.resolve("in"), "/there"), "image.tar");
    String said = Files.readString(tar, ISO_8859_1);
    assertTrue(said.contains("\"Entrypoint\":[\"/there/bin/program\"]"));
    assertTrue(said.contains("\"User\":\"65532:65532\""));
    assertTrue(said.contains("hearth/some:1.2.3"));
  }

  @Test
  void a_linked_java_starts_where_there_is_nothing_but_its_image() throws Exception {
    if (!System.getProperty("user.name").equals("root")) {
      System.err.println("!!! SKIPPED: only root can change the root directory");
      return;
    }
    Path java = LinkedJava.in(Path.of("target/java").toAbsolutePath());
    var image =
        new ContainerImage(
            "java",
            List.of(
                Layers.system(NativeLibraries.of(java)), Layers.of("java", java, LinkedJava.PLACE)),
            List.of(),
            HearthImages.MAX_SERVER_BYTES);
    Path tar = folder.resolve("java.tar");
    writer.write(image, tar);
    Path root = Files.createDirectory(folder.resolve("root"));
    UnpackedImage.into(root, tar);
    Path proc = Files.createDirectory(root.resolve("proc"));
    var command =
        new ArrayList<>(
            List.of("unshare", "--fork", "--pid", "--mount-proc=" + proc, "chroot", "" + root));
    command.addAll(LinkedJava.command("-Xshare:on", "-version"));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("sharing"), said);
  }

  private Path written(FileEntriesLayer layer, String name) throws Exception {
    var image =
        new ContainerImage("some", List.of(layer), List.of("/there/bin/program"), 1_000_000);
    Path tar = folder.resolve(name);
    writer.write(image, tar);
    return tar;
  }
}
