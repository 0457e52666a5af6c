package dev.hearth.cli.runtime;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * {@code java*}: the JDK that runs hearth, whichever was asked for, with AWS's client, which comes
 * with hearth's build. Only the client is on the class path; it loads the function's classes and
 * {@code lib/*.jar} from its working directory itself, as on AWS.
 */
final class JavaRuntime {
  private static final String CLIENT = "aws-lambda-java-runtime-interface-client.jar";

  /** Must list what the build copies beside this class. */
  private static final List<String> JARS =
      List.of(
          "aws-lambda-java-core.jar",
          CLIENT,
          "aws-lambda-java-serialization.jar",
          "utils-lite.jar");

  /** The heap may have as much of the function's memory as on AWS. */
  private static final String START =
      "exec $AWS_LAMBDA_EXEC_WRAPPER \"$0\" -Xmx$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 85 / 100))m"
          + " \"$@\"";

  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final String AOT_CACHE = "client.aot";

  /** Else the client unpacks it whenever it starts, to a path that sandboxes may share. */
  private static final String LIBRARY = "libaws-lambda-jni.so";

  private static final String LIBRARY_PROPERTY =
      "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=";

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
    command.addAll(flags(folder));
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
        .formatted(
            Resources.text("java-ric.version"), Runtime.version(), Objects.hash(JAVA, LIBRARY));
  }

  private static List<String> flags(Path folder) {
    var flags = new ArrayList<>(JAVA);
    flags.add(LIBRARY_PROPERTY + folder.resolve(LIBRARY));
    return flags;
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
    unpackLibrary(place);
    JavaTraining.train(flags(place), place.resolve(AOT_CACHE), client(place));
  }

  private static void unpackLibrary(Path place) throws IOException {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String libc = isMusl() ? "linux_musl" : "linux";
    String entry = "jni/libaws-lambda-jni.%s-%s.so".formatted(libc, machine);
    try (var jar = FileSystems.newFileSystem(place.resolve(CLIENT))) {
      Files.copy(jar.getPath(entry), place.resolve(LIBRARY));
    }
  }

  /** As this JVM, which is the one that sandboxes have. */
  private static boolean isMusl() throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains("/ld-musl-");
  }
}
