package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The images of Hearth as this build has them, and those that the tests run. */
final class Images {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path OUT = Path.of("target", "images").toAbsolutePath();
  private static final Path TEST_IMAGES = OUT.resolve("test");
  private static final Path JAVA_CLIENT = Path.of("target", "java-client").toAbsolutePath();

  /** The first time on a machine, packages are brought and AWS's client for Node.js is compiled. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Map<String, String> references;

  private Images(Map<String, String> references) {
    this.references = references;
  }

  /** Makes all images and loads them. */
  static Images loadedInto(TestCluster cluster) throws IOException, InterruptedException {
    Command.run(LIMIT, images());
    Command.run(LIMIT, List.of("images/build", TEST_IMAGES.toString(), JAVA_CLIENT.toString()));
    for (Path folder : List.of(OUT, TEST_IMAGES)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path tar : files.filter(file -> file.toString().endsWith(".tar")).toList()) {
          cluster.load(tar);
        }
      }
    }
    try (Stream<String> lines = Files.lines(TEST_IMAGES.resolve("images"))) {
      return new Images(
          lines
              .map(line -> line.split(" ", 2))
              .collect(Collectors.toMap(words -> words[0], words -> words[1])));
    }
  }

  /** What {@code ./hearth images} runs when it has built everything. */
  private static List<String> images() {
    Path built = HOME.resolve("images/target");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dhearth.home=" + HOME,
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        built + "/*:" + built + "/lib/*",
        "dev.hearth.images.Images",
        "--out",
        OUT.toString());
  }

  /** The name under which the cluster knows a test image, e.g. {@code python}. */
  String reference(String name) {
    return references.get(name);
  }

  static Path tar(String name) {
    return TEST_IMAGES.resolve(name + ".tar");
  }
}
