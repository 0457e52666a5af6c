package dev.hearth.shim.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zips as the programs that people use write them. */
final class RealPackersIT {
  @TempDir Path folder;
  private Path source;
  private Path zip;
  private Path root;

  @BeforeEach
  void make_something_to_pack() throws IOException {
    source = Files.createDirectories(folder.resolve("source"));
    zip = folder.resolve("artifact.zip");
    root = folder.resolve("task");
    Files.writeString(source.resolve("bootstrap"), "#!/bin/sh\n");
    source.resolve("bootstrap").toFile().setExecutable(true, false);
    Files.createDirectories(source.resolve("node_modules/.bin"));
    Files.writeString(source.resolve("node_modules/tool.js"), "tool".repeat(10_000));
    Files.createSymbolicLink(source.resolve("node_modules/.bin/tool"), Path.of("../tool.js"));
  }

  @Test
  void the_jdk_with_more_entries_than_a_plain_zip_can_count() throws Exception {
    byte[] noise = new byte[1_000_000];
    new Random(7).nextBytes(noise);
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i < 66_000; i++) {
        out.putNextEntry(new ZipEntry("many/" + i % 100 + "/" + i));
      }
      out.putNextEntry(new ZipEntry("noise"));
      out.write(noise);
    }
    new Unpacker().unpack(zip, root);
    assertArrayEquals(noise, Files.readAllBytes(root.resolve("noise")));
    assertTrue(Files.exists(root.resolve("many/99/65999")));
  }

  @Test
  void info_zip_to_a_file() throws Exception {
    Skipped.unlessInstalled("zip");
    run("zip", "-q", "-r", "-y", zip.toString(), ".");
    new Unpacker().unpack(zip, root);
    assertTrue(Files.isExecutable(root.resolve("bootstrap")));
    assertTrue(!Files.isExecutable(root.resolve("node_modules/tool.js")));
    assertTrue(Files.isSymbolicLink(root.resolve("node_modules/.bin/tool")));
    assertEquals(40_000, Files.size(root.resolve("node_modules/.bin/tool")));
  }

  @Test
  void info_zip_to_a_pipe() throws Exception {
    Skipped.unlessInstalled("zip");
    run("sh", "-c", "zip -q -r - . | cat > " + zip);
    new Unpacker().unpack(zip, root);
    assertTrue(Files.isExecutable(root.resolve("bootstrap")));
    assertEquals(40_000, Files.size(root.resolve("node_modules/.bin/tool")));
  }

  @Test
  void pythons_zipfile() throws Exception {
    Skipped.unlessInstalled("python3");
    run("python3", "-m", "zipfile", "-c", zip.toString(), "bootstrap", "node_modules");
    new Unpacker().unpack(zip, root);
    assertTrue(Files.isExecutable(root.resolve("bootstrap")));
    assertEquals(40_000, Files.size(root.resolve("node_modules/tool.js")));
  }

  private void run(String... command) throws Exception {
    var process = new ProcessBuilder(command).directory(source.toFile()).inheritIO().start();
    assertEquals(0, process.waitFor());
  }
}
