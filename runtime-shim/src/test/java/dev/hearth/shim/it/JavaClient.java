package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** AWS's client for Java, which is on the tests' class path, and functions for it. */
final class JavaClient {
  static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final Path EXAMPLE = Path.of("../examples/hello-java/src/main/java/example");

  private JavaClient() {}

  /** Starts it as a bootstrap of AWS's does, which ends with those words. */
  static List<String> command(String arguments) {
    return List.of(
        "/bin/sh",
        "-c",
        "exec $AWS_LAMBDA_EXEC_WRAPPER \"$0\" -Xmx$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 85 / 100))m"
            + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
            + " --sun-misc-unsafe-memory-access=allow -classpath \"$@\" "
            + arguments,
        System.getProperty("java.home") + "/bin/java",
        classPath(path -> path.contains("com/amazonaws") || path.contains("utils-lite")),
        MAIN);
  }

  static String classPath(java.util.function.Predicate<String> wanted) {
    return String.join(File.pathSeparator, jars(wanted));
  }

  private static List<String> jars(java.util.function.Predicate<String> wanted) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(wanted)
        .map(entry -> new File(entry).getAbsolutePath())
        .toList();
  }

  /** What a spare is told to start it. */
  static String prestart(Settings settings, int memorySizeMb) {
    String text = settings.text();
    int begin = text.indexOf("\"command\":") + "\"command\":".length();
    String command = text.substring(begin, text.indexOf(']', begin) + 1);
    return "{\"instead\":%s,\"command\":%s,\"memorySizeMb\":%d}"
        .formatted(command, command, memorySizeMb);
  }

  /** The example's code and another class of its package, as Lambda wants them. */
  static byte[] exampleWith(Path folder, String name, String source) throws IOException {
    Path written = Files.writeString(folder.resolve(name + ".java"), source);
    List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    arguments.add(classes.toString());
    arguments.add(written.toString());
    try (var sources = Files.list(EXAMPLE)) {
      sources.map(Path::toString).forEach(arguments::add);
    }
    var said = new java.io.ByteArrayOutputStream();
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, arguments.toArray(String[]::new));
    assertEquals(0, failed, () -> said.toString(UTF_8));
    Zip zip = new Zip();
    try (var compiled = Files.list(classes.resolve("example"))) {
      for (Path file : compiled.toList()) {
        zip.file("example/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    String gson = jars(path -> path.contains("/gson/")).getFirst();
    return zip.file("lib/gson.jar", Files.readAllBytes(Path.of(gson))).bytes();
  }
}
