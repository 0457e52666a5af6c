package dev.hearth.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeCacheTest {
  @TempDir Path root;

  @Test
  void a_key_is_prepared_once_however_many_ask() throws Exception {
    var prepared = new AtomicInteger();
    RuntimeCache.Preparation preparation =
        place -> {
          prepared.incrementAndGet();
          Files.writeString(place.resolve("file"), "whole");
        };
    // Two caches of one folder stand for two hearths.
    Callable<Path> one = () -> new RuntimeCache(root).get("key", preparation);
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (var place : pool.invokeAll(Collections.nCopies(16, one))) {
        assertEquals("whole", Files.readString(place.get().resolve("file")));
      }
    }
    assertEquals(1, prepared.get());
  }

  @Test
  void a_preparation_that_fails_leaves_nothing_and_is_tried_again() throws Exception {
    var cache = new RuntimeCache(root);
    assertThrows(
        MissingRuntimeException.class,
        () ->
            cache.get(
                "key",
                place -> {
                  Files.writeString(place.resolve("half"), "");
                  throw new MissingRuntimeException("no network");
                }));
    assertFalse(cache.has("key"));
    Path place = cache.get("key", folder -> Files.writeString(folder.resolve("file"), "whole"));
    assertFalse(Files.exists(place.resolve("half")));
  }

  @Test
  void what_a_killed_hearth_left_half_done_is_not_taken() throws Exception {
    Path left = Files.createDirectory(root.resolve("key.part"));
    Files.writeString(left.resolve("half"), "");
    Path place = new RuntimeCache(root).get("key", _ -> {});
    assertFalse(Files.exists(place.resolve("half")));
  }

  @Test
  void the_folder_is_the_users_choice() {
    assertEquals(Path.of("/c"), RuntimeCache.folder(Map.of("HEARTH_CACHE", "/c")));
    assertEquals(
        Path.of(System.getProperty("user.home"), ".cache", "hearth"),
        RuntimeCache.folder(Map.of()));
  }
}
