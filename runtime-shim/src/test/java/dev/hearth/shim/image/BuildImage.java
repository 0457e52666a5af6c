package dev.hearth.shim.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.it.HttpReply;
import dev.hearth.shim.it.Settings;
import dev.hearth.shim.it.ShimProcess;
import dev.hearth.shim.it.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Builds the folder that runs the shim: a Java of its own with java.base alone, the jar, an AOT
 * cache trained by a life from hello to a kill, and the command that starts it. What has not
 * changed is not built again.
 */
public final class BuildImage {
  private static final String SCRIPT =
      """
      #!/bin/sh
      # Starts the shim. Variables that would change its own JVM are kept for the runtime.
      if [ -n "${JAVA_TOOL_OPTIONS+set}" ]; then
        export HEARTH_HIDDEN_JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS"; unset JAVA_TOOL_OPTIONS; fi
      if [ -n "${JDK_JAVA_OPTIONS+set}" ]; then
        export HEARTH_HIDDEN_JDK_JAVA_OPTIONS="$JDK_JAVA_OPTIONS"; unset JDK_JAVA_OPTIONS; fi
      if [ -n "${LD_LIBRARY_PATH+set}" ]; then
        export HEARTH_HIDDEN_LD_LIBRARY_PATH="$LD_LIBRARY_PATH"; unset LD_LIBRARY_PATH; fi
      home=${0%%/*}/..
      exec "$home/java/bin/java" -XX:AOTCache="$home/lib/hearth-shim.aot" %s -cp "$home/lib/hearth-shim.jar" dev.hearth.shim.ShimMain
      """;

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1",
          "-Xms3m",
          "-Xmn1m",
          "-Xmx64m",
          "-XX:-ShrinkHeapInSteps",
          "-XX:TrimNativeHeapInterval=5000",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xss256k",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "-Djdk.lang.Process.launchMechanism=FORK");

  private final Path jar;
  private final Path image;

  private BuildImage(Path jar, Path image) {
    this.jar = jar;
    this.image = image;
  }

  public static void main(String[] arguments) throws Exception {
    new BuildImage(Path.of(arguments[0]), Path.of(arguments[1])).build();
  }

  private void build() throws IOException, InterruptedException, GeneralSecurityException {
    Path stamp = image.resolve("built-from");
    String inputs = inputs();
    if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
      return;
    }
    Files.createDirectories(image.resolve("lib"));
    Files.createDirectories(image.resolve("bin"));
    Files.deleteIfExists(stamp);
    if (!Files.exists(image.resolve("java/release"))) {
      link();
    }
    Files.copy(jar, lib("hearth-shim.jar"), StandardCopyOption.REPLACE_EXISTING);
    train();
    Path script = image.resolve("bin/hearth-shim");
    Files.writeString(script, SCRIPT.formatted(String.join(" ", FLAGS)));
    if (!script.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + script);
    }
    Files.writeString(stamp, inputs);
  }

  private String inputs() throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(jar));
    digest.update((SCRIPT + FLAGS + System.getProperty("java.vm.version")).getBytes(UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  private Path lib(String name) {
    return image.resolve("lib").resolve(name);
  }

  private void link() throws IOException, InterruptedException {
    Path java = image.resolve("java");
    if (Files.exists(java)) {
      try (var paths = Files.walk(java)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    run(
        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
        "--add-modules",
        "java.base",
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        java.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " failed with " + status);
    }
  }

  /** One life with everything that must be fast in it. */
  private void train() throws IOException, InterruptedException, GeneralSecurityException {
    Path cache = lib("hearth-shim.aot");
    Files.deleteIfExists(cache);
    String java = image.resolve("java/bin/java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:AOTCacheOutput=" + cache));
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", lib("hearth-shim.jar").toString(), "dev.hearth.shim.ShimMain"));
    String classes = System.getProperty("java.class.path");
    String jvm = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Settings settings =
        Settings.running(jvm, "-Xshare:auto", "-cp", classes, EchoRuntime.class.getName())
            .timeout(1000)
            .memory(4096);
    try (ShimProcess shim = ShimProcess.start(command);
        TestGateway gateway = shim.gateway()) {
      expect(gateway.specialise(settings.text(), someCode()));
      for (int i = 0; i < 300; i++) {
        expect(
            gateway.invoke(
                "{\"n\":" + i + "}", Map.of("Hearth-Log-Tail", Integer.toString(i % 2))));
      }
      expect(gateway.invoke("60000"));
      expect(gateway.invoke("{}"));
      expect(gateway.get("/v1/state"));
      gateway.drain();
      if (shim.awaitExit() != 0 || !Files.exists(cache)) {
        throw new IOException("training has left no AOT cache: " + shim.log());
      }
    }
  }

  private static void expect(HttpReply reply) throws IOException {
    if (reply.status() != 200) {
      throw new IOException("training failed: " + reply);
    }
  }

  private static byte[] someCode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("folder/app.txt"));
      zip.write("some code".repeat(100).getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
