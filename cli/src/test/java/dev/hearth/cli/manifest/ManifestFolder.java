package dev.hearth.cli.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders of good and bad manifests; a bad one ends with a comment that says the words. */
record ManifestFolder(String name, String text) {
  private static final String WORDS = "# refused:\n";

  static Stream<ManifestFolder> bad() {
    return in("bad");
  }

  static Stream<ManifestFolder> good() {
    return in("good");
  }

  /** The manifest alone. */
  String yaml() {
    return text.split(WORDS, 2)[0];
  }

  /** Why it is refused, sorted. */
  List<String> words() {
    return Stream.of(text.split(WORDS, 2)[1].replace("\n#     ", "\n  ").split("\n#   "))
        .map(line -> line.replaceFirst("^#   ", "").stripTrailing())
        .sorted()
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }

  private static Stream<ManifestFolder> in(String folder) {
    Path path = Path.of("src/test/resources/manifests", folder);
    try (var files = Files.list(path)) {
      return files.sorted().map(ManifestFolder::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ManifestFolder read(Path file) {
    try {
      return new ManifestFolder(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
