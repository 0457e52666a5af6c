package dev.hearth.operator.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class CodeArtifactTest {
  private static final CodeLimits SMALL = new CodeLimits(1_000, 2_000, 3);

  @Test
  void files_become_a_zip_that_others_can_read() throws Exception {
    byte[] zip = zip("app.py", "x = 1", "lib/ü.py", "y");
    try (CodeArtifact artifact = CodeArtifact.of(new ByteArrayInputStream(zip), SMALL);
        var file = new ZipFile(artifact.file().toFile())) {
      assertEquals(zip.length, artifact.size());
      assertEquals(64, artifact.sha256().length());
      ZipEntry entry = file.getEntry("lib/ü.py");
      assertArrayEquals("y".getBytes(UTF_8), file.getInputStream(entry).readAllBytes());
    }
  }

  @Test
  void the_same_files_are_the_same_zip_for_ever() throws Exception {
    byte[] zip = zip("app.py", "x = 1");
    try (CodeArtifact artifact = CodeArtifact.of(new ByteArrayInputStream(zip), SMALL)) {
      assertEquals(
          "4284ce465eeccfd45293d53ccc26d5dce0f7ef713e631868fec129a7e0812dbb", artifact.sha256());
    }
  }

  @Test
  void a_bootstrap_is_executable() {
    byte[] zip = zip("bootstrap", "#!/bin/sh");
    int attributes = zip.length - 22 - "bootstrap".length() - 46 + 38;
    int mode = (zip[attributes + 2] & 0xff) | (zip[attributes + 3] & 0xff) << 8;
    assertEquals(0100755, mode);
  }

  @Test
  void what_is_no_zip_is_refused_in_aws_words() {
    CodeException refused = refused("not a zip".getBytes(UTF_8));
    assertEquals("InvalidZipFileException", refused.reasonCode());
    assertTrue(refused.getMessage().startsWith("Could not unzip uploaded file."));
    assertFalse(refused.passing());
  }

  @Test
  void a_zip_over_the_limit_is_refused_while_it_is_read() {
    assertEquals(
        "Zipped size must be smaller than 1000 bytes", refused(new byte[1_001]).getMessage());
  }

  @Test
  void a_zip_bomb_is_refused_while_it_is_unzipped() throws IOException {
    byte[] bomb = deflated("zeros", new byte[1_000_000]);
    assertTrue(bomb.length > 1_000, "the bomb is larger than the other limit");
    var limits = new CodeLimits(10_000, 2_000, 3);
    CodeException refused =
        assertThrows(
            CodeException.class, () -> CodeArtifact.of(new ByteArrayInputStream(bomb), limits));
    assertEquals("Unzipped size must be smaller than 2000 bytes", refused.getMessage());
  }

  @Test
  void too_many_files_are_refused() {
    assertTrue(refused(zip("a", "", "b", "", "c", "", "d", "")).getMessage().contains("3 files"));
  }

  @Test
  void names_that_lead_out_of_the_task_root_are_refused() {
    for (String name : new String[] {"../x", "a/../../x", "/etc/x", "a\\x"}) {
      assertTrue(refused(zip(name, "")).getMessage().contains("leads out"), name);
    }
  }

  @Test
  void a_refused_zip_leaves_no_file_behind() throws IOException {
    long before = left();
    refused(new byte[1_001]);
    assertEquals(before, left());
  }

  private static long left() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("hearth-code-")).count();
    }
  }

  private static CodeException refused(byte[] zip) {
    return assertThrows(
        CodeException.class, () -> CodeArtifact.of(new ByteArrayInputStream(zip), SMALL));
  }

  private static byte[] zip(String... namesAndTexts) {
    var files = new TreeMap<String, byte[]>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(UTF_8));
    }
    return StoredZip.of(files);
  }

  private static byte[] deflated(String name, byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : Map.of(name, content).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
