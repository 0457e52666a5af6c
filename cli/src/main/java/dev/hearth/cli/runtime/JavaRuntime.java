package dev.hearth.cli.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code java*}: the JDK that runs hearth, whichever was asked for, with AWS's client, which comes
 * with hearth's build. Only the client is on the class path; it loads the function's classes and
 * {@code lib/*.jar} from its working directory itself, as on AWS.
 */
final class JavaRuntime {
  /** Must list what the build copies beside this class. */
  private static final List<String> JARS =
      List.of(
          "aws-lambda-java-core.jar",
          "aws-lambda-java-runtime-interface-client.jar",
          "aws-lambda-java-serialization.jar",
          "utils-lite.jar");

  /** The heap may have as much of the function's memory as on AWS. */
  private static final String START =
      "exec \"$0\" -Xmx$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 85 / 100))m \"$@\"";

  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final String AOT_CACHE = "client.aot";

  private final RuntimeCache cache;
  private final Consumer<String> progress;

  JavaRuntime(RuntimeCache cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  Resolution.Found resolve(String runtime) throws IOException, MissingRuntimeException {
    int here = Runtime.version().feature();
    if (!runtime.equals("java" + here)) {
      progress.accept(runtime + " runs with the JDK that runs hearth, Java " + here);
    }
    Path folder;
    try (var _ = Progress.of(runtime + ": preparing AWS's client, once for this JDK", progress)) {
      folder = cache.get(key(), JavaRuntime::prepare);
    }
    var command = new ArrayList<>(List.of("/bin/sh", "-c", START));
    command.addAll(JAVA);
    if (Files.exists(folder.resolve(AOT_CACHE))) {
      // A function's JAVA_TOOL_OPTIONS may make the cache useless; that is no news for its log.
      command.addAll(List.of("-XX:AOTCache=" + folder.resolve(AOT_CACHE), "-Xlog:aot=off"));
    }
    command.addAll(client(folder));
    command.add("${handler}");
    return new Resolution.Found(command, Map.of());
  }

  /** An AOT cache is good for the very JVM that wrote it. */
  private static String key() throws IOException {
    return "java-ric-%s-jdk-%s-%08x"
        .formatted(Resources.text("java-ric.version"), Runtime.version(), JAVA.hashCode());
  }

  private static List<String> client(Path folder) {
    List<String> jars = JARS.stream().map(jar -> folder.resolve(jar).toString()).toList();
    return List.of(
        "-cp",
        String.join(":", jars),
        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
  }

  private static void prepare(Path place) throws IOException {
    for (String jar : JARS) {
      Resources.copy(jar, place.resolve(jar));
    }
    JavaTraining.train(JAVA, place.resolve(AOT_CACHE), client(place));
  }
}
