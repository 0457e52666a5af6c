package dev.hearth.cli.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.cli.process.Leash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the command with which a compiled function is built, in its manifest's folder, when its
 * sources have changed since the last good build.
 */
public final class BuildStep {
  /** The manifest's annotation that holds the command. */
  public static final String ANNOTATION = "hearth.dev/build";

  /** How long one build may take. */
  public static final Duration MAX_DURATION = Duration.ofMinutes(10);

  /** How much of a failed build's output is shown, in characters. */
  static final int MAX_OUTPUT = 8 * 1024;

  /** Variables may be set before the command. */
  private static final Pattern FIRST_WORD = Pattern.compile("\\s*(?:\\w+=\\S*\\s+)*(\\S+)");

  private static final Set<String> NOT_SOURCES =
      Set.of("target", "build", "dist", "bin", "out", "node_modules", "__pycache__");

  private static final Map<String, String> HOW_TO_INSTALL =
      Map.of(
          "go", "Go 1.22 or later (https://go.dev/dl, Debian: golang)",
          "cargo", "Rust (https://rustup.rs, Debian: cargo)",
          "mvn", "Maven (https://maven.apache.org, Debian: maven)",
          "gradle", "Gradle (https://gradle.org)",
          "npm", "Node.js with npm (https://nodejs.org, Debian: npm)",
          "make", "make (Debian: make)",
          "javac", "a JDK (https://adoptium.net, Debian: default-jdk)");

  private final Leash leash;
  private final Path stamps;
  private final Map<String, String> environment;
  private final Duration maxDuration;
  private final Consumer<String> progress;

  /**
   * @param stamps folder in which the last good builds are remembered
   * @param environment what hearth was started with; PATH leads to the compilers
   * @param progress is told when a build starts
   */
  public BuildStep(
      Leash leash,
      Path stamps,
      Map<String, String> environment,
      Duration maxDuration,
      Consumer<String> progress) {
    this.leash = leash;
    this.stamps = stamps;
    this.environment = Map.copyOf(environment);
    this.maxDuration = maxDuration;
    this.progress = progress;
  }

  /** What a build reads: the manifest's folder without what is built there. */
  public static Fingerprint sources(Path folder, CodeSource source) {
    return Fingerprint.of(folder, path -> isBuilt(path, source));
  }

  /** Builds if need be; fails with what the command printed. */
  public void run(String name, String command, Path folder, CodeSource source)
      throws IOException, CodeException, InterruptedException {
    Path stamp = stamps.resolve(Integer.toHexString(folder.hashCode()) + "-" + name);
    Fingerprint before = sources(folder, source).and(command);
    if (source.isThere() && before.equals(last(stamp))) {
      return;
    }
    checkTool(command);
    Files.deleteIfExists(stamp);
    progress.accept(name + ": building: " + command);
    build(command, folder);
    Fingerprint after = sources(folder, source).and(command);
    if (!after.equals(before)) {
      // Either the build made a file of its own, or somebody saved while it ran: build that, too.
      build(command, folder);
      after = sources(folder, source).and(command);
    }
    Files.createDirectories(stamps);
    Files.writeString(stamp, Long.toString(after.value()));
  }

  private static boolean isBuilt(Path path, CodeSource source) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") || NOT_SOURCES.contains(name) || source.reads(path);
  }

  private static Fingerprint last(Path stamp) {
    try {
      return new Fingerprint(Long.parseLong(Files.readString(stamp)));
    } catch (IOException | NumberFormatException e) {
      return Fingerprint.NONE; // never built, or not known: then it is built again
    }
  }

  private void checkTool(String command) throws CodeException {
    Matcher first = FIRST_WORD.matcher(command);
    String tool = first.lookingAt() ? first.group(1) : "";
    String install = HOW_TO_INSTALL.get(tool);
    if (install == null) {
      return; // the shell itself says what it does not find
    }
    boolean found =
        Pattern.compile(":")
            .splitAsStream(environment.getOrDefault("PATH", ""))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    if (found) {
      return;
    }
    throw new CodeException(
        "InvalidConfiguration",
        tool + " was not found, and " + ANNOTATION + " needs it: install " + install);
  }

  private void build(String command, Path folder)
      throws IOException, CodeException, InterruptedException {
    Path output = Files.createTempFile("hearth-build-", ".log");
    try {
      var builder =
          new ProcessBuilder("sh", "-c", command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = leash.startNow(builder, Leash.As.USER);
      boolean ended;
      try {
        ended = process.waitFor(maxDuration.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        leash.kill(process);
      }
      if (!ended) {
        throw failed("took more than " + maxDuration.toSeconds() + " s", output);
      }
      if (process.exitValue() != 0) {
        throw failed("failed with exit code " + process.exitValue(), output);
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static CodeException failed(String how, Path output) throws IOException {
    long size = Files.size(output);
    try (InputStream in = Files.newInputStream(output)) {
      in.skipNBytes(Math.max(0, size - MAX_OUTPUT));
      String text = new String(in.readNBytes(MAX_OUTPUT), UTF_8).strip();
      return new CodeException(
          "InvalidConfiguration", "the build " + how + (text.isEmpty() ? "" : ":\n" + text));
    }
  }
}
