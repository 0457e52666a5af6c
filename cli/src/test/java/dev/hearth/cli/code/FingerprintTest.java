package dev.hearth.cli.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir Path code;

  @Test
  void a_fingerprint_changes_with_content_name_and_mode() throws Exception {
    Files.writeString(code.resolve("app.py"), "one");
    var before = Fingerprint.of(code);
    assertEquals(before, Fingerprint.of(code));
    Files.writeString(code.resolve("app.py"), "other");
    var edited = Fingerprint.of(code);
    assertNotEquals(before, edited);
    Files.move(code.resolve("app.py"), code.resolve("main.py"));
    var renamed = Fingerprint.of(code);
    assertNotEquals(edited, renamed);
    Files.setPosixFilePermissions(
        code.resolve("main.py"), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertNotEquals(renamed, Fingerprint.of(code));
    assertEquals(Fingerprint.NONE, Fingerprint.of(code.resolve("nowhere")));
  }
}
