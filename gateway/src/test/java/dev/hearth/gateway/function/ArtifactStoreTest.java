package dev.hearth.gateway.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder;

  private Artifact put(ArtifactStore store, String text, Duration age) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Artifact artifact = store.put(Artifact.Kind.CODE, new ByteArrayInputStream(bytes));
    Files.setLastModifiedTime(store.path(artifact.sha256()), FileTime.from(NOW.minus(age)));
    return artifact;
  }

  @Test
  void old_code_that_nobody_uses_is_removed_and_nothing_else() throws IOException {
    var store = new ArtifactStore(folder, Runnable::run);
    Artifact used = put(store, "used", Duration.ofDays(9));
    Artifact old = put(store, "old", Duration.ofHours(2));
    Artifact fresh = put(store, "fresh", Duration.ofMinutes(1));
    assertEquals(1, store.sweep(Set.of(used.sha256()), NOW.minus(Duration.ofHours(1))));
    assertTrue(store.has(used.sha256()));
    assertFalse(store.has(old.sha256()));
    assertTrue(store.has(fresh.sha256()));
  }

  @Test
  void only_what_has_the_expected_digest_is_kept() throws IOException {
    var store = new ArtifactStore(folder, Runnable::run);
    Artifact known = put(store, "zip", Duration.ZERO);
    byte[] zip = "zip".getBytes(StandardCharsets.UTF_8);
    assertTrue(store.putExpected(known.sha256(), zip.length, new ByteArrayInputStream(zip)));
    assertFalse(store.putExpected("0".repeat(64), zip.length, new ByteArrayInputStream(zip)));
    assertFalse(store.putExpected(known.sha256(), 2, new ByteArrayInputStream(zip)));
  }

  @Test
  void the_checksum_of_what_was_stored_is_known_and_of_an_older_file_once_it_is_verified()
      throws IOException {
    var store = new ArtifactStore(folder, Runnable::run);
    Artifact digits = put(store, "123456789", Duration.ZERO);
    assertEquals(Optional.of("e3069283"), store.packed(digits.sha256()).map(PackedCode::crc32c));
    var next = new ArtifactStore(folder, Runnable::run);
    assertEquals(Optional.empty(), next.packed(digits.sha256()).map(PackedCode::crc32c));
    next.verify(digits.sha256());
    assertEquals(Optional.of("e3069283"), next.packed(digits.sha256()).map(PackedCode::crc32c));
  }

  @Test
  void an_older_file_that_was_damaged_is_removed_and_gets_no_checksum() throws IOException {
    Artifact artifact = put(new ArtifactStore(folder, Runnable::run), "zip", Duration.ZERO);
    var store = new ArtifactStore(folder, Runnable::run);
    Files.writeString(store.path(artifact.sha256()), "zap");
    assertThrows(IOException.class, () -> store.verify(artifact.sha256()));
    assertEquals(Optional.empty(), store.packed(artifact.sha256()));
    assertFalse(store.has(artifact.sha256()));
  }
}
