package dev.hearth.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A Java of the modules that operator and gateway use; both have the same, so nodes share it. */
final class LinkedJava {
  /** Where images have it. */
  static final String PLACE = "/opt/java";

  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.instrument",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.sql",
          "java.xml",
          "jdk.httpserver",
          "jdk.jcmd",
          "jdk.jfr",
          "jdk.management",
          "jdk.naming.dns",
          "jdk.net",
          "jdk.unsupported",
          "jdk.zipfs");

  private static final String COMPACT = "-XX:+UseCompactObjectHeaders";

  private static final List<String> FLAGS =
      List.of(
          "-XX:MaxRAMPercentage=60",
          COMPACT,
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private LinkedJava() {}

  /** The command that runs this Java. */
  static List<String> command(String... arguments) {
    var command = new ArrayList<String>();
    command.add(PLACE + "/bin/java");
    command.addAll(FLAGS);
    command.addAll(List.of(arguments));
    return command;
  }

  /** Links into a folder, unless that has been done with this JDK and these modules. */
  static Path in(Path folder) throws IOException, InterruptedException, ImageException {
    Path stamp = folder.resolveSibling(folder.getFileName() + ".made-of");
    String inputs = System.getProperty("java.vm.version") + MODULES;
    if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
      return folder;
    }
    Files.deleteIfExists(stamp);
    delete(folder);
    link(folder);
    Files.writeString(stamp, inputs);
    return folder;
  }

  private static void link(Path folder) throws IOException, InterruptedException, ImageException {
    run(
        Path.of(System.getProperty("java.home"), "bin/jlink").toString(),
        "--add-modules",
        String.join(",", MODULES),
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        folder.toString());
    // Classes as they lie in memory; jlink's own archive does not know compact headers.
    run(folder.resolve("bin/java").toString(), COMPACT, "-Xshare:dump");
  }

  private static void run(String... command)
      throws IOException, InterruptedException, ImageException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new ImageException(String.join(" ", command) + " failed: " + said);
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
