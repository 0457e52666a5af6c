package dev.hearth.shim.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the shim is started: Java's arguments in a sandbox, and a script for this machine. */
final class Launch {
  private static final String MAIN = "dev.hearth.shim.ShimMain";
  private static final String INSTALL = "dev.hearth.shim.InstallMain";

  /** The folder in its image, and in a sandbox. */
  private static final Path IN_IMAGE = Path.of("/hearth");

  private static final Path IN_SANDBOX = Path.of("/.hearth/hearth");

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
      if [ -n "${LC_ALL+set}" ]; then export HEARTH_HIDDEN_LC_ALL="$LC_ALL"; fi
      if [ -n "${LOCPATH+set}" ]; then export HEARTH_HIDDEN_LOCPATH="$LOCPATH"; fi
      home=${0%%/*}/../hearth
      # Java reads and writes the names of files as the locale says.
      export LC_ALL=C.UTF-8 LOCPATH="$home/locale"
      exec "$home/jre/bin/java" -XX:AOTCache="$home/hearth-shim.aot" %s -cp "$home/hearth-shim.jar" %s
      """
          .formatted(String.join(" ", FLAGS), MAIN);

  private Launch() {}

  /** The command that trains the cache: started as in a sandbox, but for where the folder is. */
  static List<String> training(ImageFolder folder) {
    List<String> command = new ArrayList<>();
    command.add(folder.linker().toString());
    command.add("--library-path");
    command.add(folder.libraries().toString());
    command.add(folder.java().toString());
    command.add("-XX:AOTCacheOutput=" + folder.cache());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", folder.jar().toString(), MAIN));
    return command;
  }

  /** The variables it is started with: names of files are UTF-8, whatever locale an image has. */
  static Map<String, String> variables(ImageFolder folder) {
    return Map.of("LC_ALL", "C.UTF-8", "LOCPATH", folder.locales().toString());
  }

  /** Writes what starts the shim and its installer. */
  static void write(ImageFolder folder, Path script) throws IOException {
    Files.writeString(folder.root().resolve("options"), options());
    Files.writeString(folder.root().resolve("install-options"), installOptions());
    Files.createDirectories(script.getParent());
    Files.writeString(script, SCRIPT);
    if (!script.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + script);
    }
  }

  private static String options() {
    return arguments(IN_SANDBOX, MAIN);
  }

  private static String installOptions() {
    return arguments(IN_IMAGE, INSTALL) + IN_IMAGE + "\n";
  }

  /** An argument file: one a line. */
  private static String arguments(Path root, String main) {
    ImageFolder folder = new ImageFolder(root);
    List<String> lines = new ArrayList<>();
    lines.add("-XX:AOTCache=" + folder.cache());
    lines.addAll(FLAGS);
    lines.addAll(List.of("-cp", folder.jar().toString(), main));
    return String.join("\n", lines) + "\n";
  }

  /** All that is written, to tell whether it has changed. */
  static String texts() {
    return SCRIPT + options() + installOptions();
  }
}
