package dev.hearth.cli.runtime;

import java.io.IOException;
import java.nio.file.Path;
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
    Path folder = cache.get("java-ric-" + Resources.text("java-ric.version"), JavaRuntime::prepare);
    List<String> classPath = JARS.stream().map(jar -> folder.resolve(jar).toString()).toList();
    return new Resolution.Found(
        List.of(
            "/bin/sh",
            "-c",
            START,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            String.join(":", classPath),
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
            "${handler}"),
        Map.of());
  }

  private static void prepare(Path place) throws IOException {
    for (String jar : JARS) {
      Resources.copy(jar, place.resolve(jar));
    }
  }
}
