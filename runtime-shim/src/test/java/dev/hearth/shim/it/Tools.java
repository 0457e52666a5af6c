package dev.hearth.shim.it;

import dev.hearth.shim.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What tests need of other languages, made once in the user's cache. */
final class Tools {
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "hearth", "test");
  private static final long MINUTES = 8;
  private static final String PYTHON_CLIENT = "awslambdaric==4.2.2";

  private Tools() {}

  /** A Python that has AWS's client. */
  static Path python() throws IOException, InterruptedException {
    Skipped.unlessInstalled("python3");
    Path venv = CACHE.resolve("python-ric-4.2.2");
    Path python = venv.resolve("bin/python");
    if (!Files.exists(venv.resolve("done"))) {
      run(CACHE, Map.of(), "python3", "-m", "venv", "--clear", venv.toString());
      run(CACHE, Map.of(), python.toString(), "-m", "pip", "install", "-q", PYTHON_CLIENT);
      Files.createFile(venv.resolve("done"));
    }
    return python;
  }

  /** The bootstrap that the Go example makes. */
  static byte[] goBootstrap() throws IOException, InterruptedException {
    Skipped.unlessInstalled("go");
    Path bootstrap = CACHE.resolve("go/bootstrap");
    Map<String, String> settings = Map.of("CGO_ENABLED", "0");
    run(example("hello-go"), settings, "go", "build", "-o", bootstrap.toString(), ".");
    return Files.readAllBytes(bootstrap);
  }

  /** The bootstrap that the Rust example makes. */
  static byte[] rustBootstrap() throws IOException, InterruptedException {
    Skipped.unlessInstalled("cargo");
    Path target = CACHE.resolve("rust");
    run(
        example("hello-rust"),
        Map.of(),
        "cargo",
        "build",
        "--quiet",
        "--release",
        "--locked",
        "--target-dir",
        target.toString());
    return Files.readAllBytes(target.resolve("release/bootstrap"));
  }

  /** The script that starts AWS's client for Node.js, which takes minutes to compile. */
  static Path nodeStart() throws IOException {
    Skipped.unlessInstalled("node");
    try (var prepared = Files.newDirectoryStream(CACHE.getParent(), "node-ric-*")) {
      for (Path folder : prepared) {
        if (Files.exists(folder.resolve("start.mjs"))) {
          return folder.resolve("start.mjs");
        }
      }
    }
    Skipped.because(
        "AWS's client for Node.js is not prepared; run ./hearth dev examples/hello-node once");
    throw new AssertionError();
  }

  private static Path example(String name) {
    return Path.of("../examples", name).toAbsolutePath().normalize();
  }

  private static void run(Path folder, Map<String, String> settings, String... command)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
    builder.environment().putAll(settings);
    Process process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(List.of(command) + " failed");
    }
  }
}
