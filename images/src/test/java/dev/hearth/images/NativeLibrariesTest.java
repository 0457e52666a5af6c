package dev.hearth.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeLibrariesTest {
  private static final String SAID =
      """
      /build/java/bin/java:
      \tlinux-vdso.so.1 (0x00007f1059ab9000)
      \tlibjli.so => /build/java/bin/../lib/libjli.so (0x00007f1059a8f000)
      \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f10598a4000)
      \t/lib64/ld-linux-x86-64.so.2 (0x00007f1059abb000)
      /build/java/lib/libzip.so:
      \tlibjvm.so => not found
      \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007ff200045000)
      """;

  @Test
  void the_systems_libraries_and_its_linker_are_found_once_and_javas_own_are_not() {
    assertEquals(
        List.of(Path.of("/lib/x86_64-linux-gnu/libc.so.6"), Path.of("/lib64/ld-linux-x86-64.so.2")),
        List.copyOf(NativeLibraries.loaded(SAID, Path.of("/build/java"))));
  }
}
