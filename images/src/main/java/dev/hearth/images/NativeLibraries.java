package dev.hearth.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The libraries of this machine's system that a Java loads, its dynamic linker among them. */
final class NativeLibraries {
  private static final Pattern LOADED = Pattern.compile("(/[^ ]+) \\(0x[0-9a-f]+\\)");

  private NativeLibraries() {}

  /** Those of a Java's folder. */
  static SortedSet<Path> of(Path java) throws IOException, InterruptedException, ImageException {
    List<String> programs;
    try (Stream<Path> files = Files.walk(java)) {
      programs =
          files
              .filter(Files::isRegularFile)
              .map(Path::toString)
              .filter(file -> file.endsWith(".so") || file.endsWith("/bin/java"))
              .toList();
    }
    var command = Stream.concat(Stream.of("ldd"), programs.stream()).toList();
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new ImageException("ldd failed: " + said);
    }
    return loaded(said, java);
  }

  /** What ldd says, without the Java's own libraries. */
  static SortedSet<Path> loaded(String said, Path java) {
    var libraries = new TreeSet<Path>();
    Matcher line = LOADED.matcher(said);
    while (line.find()) {
      Path library = Path.of(line.group(1)).normalize();
      if (!library.startsWith(java.normalize())) {
        libraries.add(library);
      }
    }
    return libraries;
  }
}
