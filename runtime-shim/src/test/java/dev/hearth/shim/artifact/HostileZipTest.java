package dev.hearth.shim.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.artifact.CraftedZip.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every case ends in a clear refusal, and nothing outside of the root is made or changed. */
final class HostileZipTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void put_something_beside_the_root_that_must_not_change() throws IOException {
    root = folder.resolve("a/b/task");
    Files.createDirectories(folder.resolve("a/b/outside"));
    Files.writeString(folder.resolve("a/b/outside/kept"), "kept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escaped", "x/../../escaped", "..", "x/..", "/escaped", "//escaped", "C:/escaped",
            "c:escaped",
        "..\\escaped", "x\\..\\..\\escaped", "\\\\host\\share", "x\0/../y", "x\0", "", "x//y",
            "./../escaped"
      })
  void a_name_that_could_leave_the_root_is_refused(String name) throws IOException {
    var zip = new CraftedZip();
    zip.file("first", "good");
    zip.file(name, "bad");
    refuse(zip);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "/etc/passwd",
        "lib/../../outside",
        "",
        "..",
        "x/..",
        "lib/up/../../../outside",
        "a\\..\\b",
        "x\0y",
        "/"
      })
  void a_link_that_leads_out_of_the_root_is_refused(String target) throws IOException {
    var zip = new CraftedZip();
    zip.link("l", target);
    refuse(zip);
    assertTrue(!Files.isSymbolicLink(root.resolve("l")));
  }

  @Test
  void links_cannot_be_chained_out_of_the_root() throws IOException {
    for (String name : new String[] {"out", "d/e/out"}) {
      var zip = new CraftedZip();
      zip.link("d/e/up", "../..");
      zip.link(name, name.replace("out", "up") + "/../outside");
      refuse(zip);
    }
    var zip = new CraftedZip();
    zip.link("d/e/up", "../..");
    zip.link("d/e/out", "up/../outside");
    refuse(zip);
  }

  @Test
  void nothing_is_written_through_a_link_of_the_same_zip() throws IOException {
    for (String below : new String[] {"l/kept", "l/new/deep"}) {
      for (boolean linkFirst : new boolean[] {true, false}) {
        var zip = new CraftedZip();
        if (!linkFirst) {
          zip.file(below, "changed");
        }
        zip.link("l", "d");
        zip.file("d/x", "x");
        if (linkFirst) {
          zip.file(below, "changed");
        }
        refuse(zip);
      }
    }
  }

  @Test
  void a_link_that_was_there_before_is_not_followed_out() throws Exception {
    Files.createDirectories(root);
    Files.createSymbolicLink(root.resolve("l"), Path.of("../outside"));
    Files.createSymbolicLink(root.resolve("kept"), Path.of("../outside/kept"));
    var below = new CraftedZip();
    below.file("l/kept", "changed");
    refuse(below);
    var over = new CraftedZip();
    over.file("kept", "changed");
    new Unpacker().unpack(over.write(folder), root);
    assertEquals("kept", Files.readString(folder.resolve("a/b/outside/kept")));
  }

  @Test
  void a_name_that_stands_there_twice_is_refused() throws IOException {
    for (String again : new String[] {"x", "./x", "x/"}) {
      var zip = new CraftedZip();
      zip.file("x", "one");
      zip.file(again, "two").mode = again.endsWith("/") ? 0040755 : 0100644;
      refuse(zip);
    }
  }

  @Test
  void devices_pipes_sockets_and_hard_links_are_refused() throws IOException {
    for (int type : new int[] {0020000, 0060000, 0010000, 0140000, 0150000}) {
      var zip = new CraftedZip();
      zip.file("x", "").mode = type | 0644;
      refuse(zip);
    }
    var zip = new CraftedZip();
    zip.file("x", "").extra = Arrays.copyOf(new byte[] {0x0d, 0, 16, 0}, 20);
    refuse(zip);
  }

  static Stream<CraftedZip> lies() {
    return Stream.of(
        lie(part -> part.claimedBytes = 3L),
        lie(part -> part.claimedBytes = 3_000_000_000L),
        lie(part -> part.claimedPackedBytes = 3L),
        lie(part -> part.claimedPackedBytes = 90L),
        lie(part -> part.claimedPackedBytes = 3_000_000_000L),
        lie(part -> part.claimedOffset = 1L),
        lie(part -> part.claimedOffset = 3_000_000_000L),
        lie(part -> part.claimedCrc = 1),
        lie(part -> part.localName = "another"),
        lie(part -> part.method = 12),
        lie(part -> part.flags = 1),
        lie(part -> part.extra = new byte[] {1, 0, 9, 0}),
        lie(
            part -> {
              part.zip64 = true;
              part.claimedOffset = -5L;
            }),
        lie(
            part -> {
              part.zip64 = true;
              part.claimedBytes = Long.MAX_VALUE;
            }));
  }

  private static CraftedZip lie(Consumer<Part> change) {
    var zip = new CraftedZip();
    change.accept(zip.file("app.py", "some text of some length".repeat(9)));
    return zip;
  }

  @ParameterizedTest
  @MethodSource("lies")
  void a_zip_that_lies_about_an_entry_is_refused(CraftedZip zip) throws IOException {
    refuse(zip);
  }

  @Test
  void an_entry_that_is_longer_than_it_says_is_stopped_there() throws IOException {
    var zip = new CraftedZip();
    var link = zip.file("l", new byte[1_000_000]);
    link.mode = 0120777;
    link.claimedBytes = 3L;
    assertTrue(refuse(zip).getMessage().contains("longer than the zip says"));
  }

  @Test
  void a_zip_that_lies_about_its_number_of_entries_is_refused() throws IOException {
    for (long claim : new long[] {0, 1, 3, 65_535}) {
      var zip = new CraftedZip();
      zip.file("a", "a");
      zip.file("b", "b");
      zip.claimedEntries = claim;
      refuse(zip);
    }
    var zip = new CraftedZip();
    zip.zip64 = true;
    zip.claimedEntries = -1L;
    refuse(zip);
  }

  @Test
  void entries_that_share_bytes_are_refused() throws IOException {
    var zip = new CraftedZip();
    var first = zip.file("a", "shared".repeat(1000));
    first.localName = "a";
    zip.file("b", "shared".repeat(1000)).claimedOffset = 0L;
    refuse(zip);
    var quoted = new CraftedZip();
    var outer = quoted.file("a", new byte[100]);
    outer.method = ZipItem.STORED;
    quoted.file("b", "b").claimedOffset = 60L;
    assertTrue(refuse(quoted).getMessage().contains("overlaps"));
  }

  @Test
  void a_zip_cut_off_anywhere_is_refused() throws IOException {
    var zip = new CraftedZip();
    zip.file("a", "text".repeat(50));
    zip.link("l", "a");
    byte[] whole = zip.bytes();
    for (int length = 0; length < whole.length; length++) {
      refuse(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void what_is_not_a_zip_is_refused() throws IOException {
    refuse(new byte[0]);
    refuse("PK".getBytes(UTF_8));
    refuse("not a zip at all, but long enough to hold the end of one".getBytes(UTF_8));
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    refuse(noise);
  }

  @Test
  void a_zip_with_any_byte_changed_never_writes_outside_nor_fails_otherwise() throws IOException {
    var zip = new CraftedZip();
    zip.file("dir/a", "text".repeat(50));
    zip.link("dir/l", "a");
    zip.zip64 = true;
    byte[] whole = zip.bytes();
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= (byte) (1 + random.nextInt(255));
      Path file = Files.write(folder.resolve("changed.zip"), changed);
      Path target = root.resolve("at" + at);
      var before = outside();
      try {
        new Unpacker().unpack(file, target);
      } catch (BadArtifactException e) {
        assertTrue(e.getMessage().length() > 20, e::getMessage);
      }
      assertEquals(before, outside());
    }
  }

  private BadArtifactException refuse(CraftedZip zip) throws IOException {
    return refuse(zip.bytes());
  }

  private BadArtifactException refuse(byte[] zip) throws IOException {
    Path file = Files.write(folder.resolve("artifact.zip"), zip);
    var before = outside();
    var e = assertThrows(BadArtifactException.class, () -> new Unpacker().unpack(file, root));
    assertEquals("InvalidZipFile", e.errorType());
    assertTrue(e.getMessage().startsWith("Could not unzip the artifact: "), e::getMessage);
    assertEquals(before, outside());
    return e;
  }

  /** Everything around the root, with contents. */
  private Set<String> outside() throws IOException {
    var found = new TreeSet<String>();
    try (var paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (!path.startsWith(root)) {
          boolean small = Files.isRegularFile(path) && Files.size(path) < 1000;
          found.add(path + (small ? Arrays.toString(Files.readAllBytes(path)) : ""));
        }
      }
    }
    return found;
  }
}
