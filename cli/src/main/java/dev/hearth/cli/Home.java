package dev.hearth.cli;

import java.nio.file.Path;
import java.util.Map;

/** Where Hearth's own files are, as the {@code hearth} script says by system properties. */
final class Home {
  private Home() {}

  /** The repository. */
  static Path folder() {
    return Path.of(System.getProperty("hearth.home", "")).toAbsolutePath();
  }

  /** The shim's program. */
  static Path shim() {
    return folder().resolve("runtime-shim/target/image/bin/hearth-shim");
  }

  /** What may be lost at any time: prepared runtimes, logs, notes about builds. */
  static Path cache(Map<String, String> environment) {
    String given = environment.getOrDefault("HEARTH_CACHE", "");
    return given.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "hearth")
        : Path.of(given).toAbsolutePath();
  }

  /** How the user called hearth. */
  static String command() {
    return System.getProperty("hearth.command", "hearth");
  }

  /** Whether standard output is a terminal. */
  static boolean isTerminal() {
    return Boolean.getBoolean("hearth.terminal");
  }
}
