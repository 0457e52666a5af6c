package dev.hearth.shim.artifact;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit is met and then exceeded by one. */
final class UnpackLimitsTest {
  private static final UnpackLimits SMALL = new UnpackLimits(5, 400, 255, 300, 1000, 10, 500);

  @TempDir Path folder;
  private final CraftedZip zip = new CraftedZip();
  private Unpacker unpacker = new Unpacker(SMALL);

  @Test
  void the_standard_limits_are_those_of_lambda() {
    assertEquals(262_144_000, UnpackLimits.STANDARD.totalBytes());
    assertEquals(262_144, UnpackLimits.STANDARD.entries());
    assertEquals(255, UnpackLimits.STANDARD.nameBytes());
    assertEquals(200, UnpackLimits.STANDARD.ratio());
  }

  @Test
  void entries() throws IOException {
    for (int i = 0; i < 5; i++) {
      zip.file("f" + i, "");
    }
    accept();
    zip.file("f5", "");
    refuse("more than 5 entries");
  }

  @Test
  void folders_that_are_only_implied_count_as_entries() throws IOException {
    zip.file("a/b/c/d/f", "");
    accept();
    zip.file("a/b/c/d/g", "");
    refuse("more than 5 files and folders");
  }

  @Test
  void bytes_of_the_directory() throws IOException {
    zip.file("a".repeat(200), "");
    accept();
    zip.file("b".repeat(200), "");
    refuse("directory has more than 400 bytes");
  }

  @Test
  void bytes_of_a_component() throws IOException {
    zip.file("a".repeat(255), "");
    accept();
    var other = new CraftedZip();
    other.file("é".repeat(128), "");
    refuse(other, "component of more than 255 bytes");
  }

  @Test
  void bytes_of_a_path() throws IOException {
    zip.file("a".repeat(150) + "/" + "b".repeat(149), "");
    accept();
    var other = new CraftedZip();
    other.file("a".repeat(150) + "/" + "b".repeat(150), "");
    refuse(other, "longer than 300 bytes");
  }

  @Test
  void bytes_of_a_links_target() throws IOException {
    zip.link("l", "b".repeat(300));
    accept();
    var other = new CraftedZip();
    other.link("l", "b".repeat(301));
    refuse(other, "longer than 300 bytes");
  }

  @Test
  void bytes_written_are_counted_over_all_artifacts_of_a_function() throws IOException {
    zip.file("a", noise(500));
    accept();
    var second = new CraftedZip();
    second.file("b", noise(500));
    second.file("c", noise(1));
    var e = refuse(second, "Unzipped size must be smaller than 1000 bytes");
    assertEquals("UnzippedSizeExceeded", e.errorType());
  }

  @Test
  void the_ratio_counts_only_above_what_is_free() throws IOException {
    unpacker = new Unpacker(new UnpackLimits(5, 400, 255, 300, 1_000_000, 10, 10_000));
    zip.file("a", new byte[10_000]);
    accept();
    var bomb = new CraftedZip();
    bomb.file("a", new byte[10_001]);
    refuse(bomb, "more than 10 times its size");
    var dense = new CraftedZip();
    dense.file("a", noise(20_000));
    assertDoesNotThrow(() -> unpacker.unpack(dense.write(folder), folder.resolve("task")));
  }

  @Test
  void two_hundred_and_fifty_megabytes_are_too_many() throws IOException {
    unpacker = new Unpacker(new UnpackLimits(9, 9999, 255, 300, 262_144_000, 2000, 1));
    zip.file("a", new byte[262_144_000]);
    zip.file("b", new byte[1]);
    refuse(zip, "Unzipped size must be smaller than 262144000 bytes");
  }

  private void accept() {
    assertDoesNotThrow(() -> unpacker.unpack(zip.write(folder), folder.resolve("task")));
  }

  private BadArtifactException refuse(String why) throws IOException {
    return refuse(zip, why);
  }

  private BadArtifactException refuse(CraftedZip what, String why) throws IOException {
    Path file = what.write(folder);
    var e =
        assertThrows(
            BadArtifactException.class, () -> unpacker.unpack(file, folder.resolve("task")));
    assertTrue(e.getMessage().contains(why), e::getMessage);
    return e;
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }
}
