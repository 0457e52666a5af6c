package dev.hearth.gateway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** AWS's own runtime interface client for Python, installed once under target/. */
public final class PythonClient {
  private static final Path FOLDER = Path.of("target/awslambdaric").toAbsolutePath();
  private static final long MINUTES = 5;

  private PythonClient() {}

  /** The folder to put on PYTHONPATH, or nothing where it cannot be installed. */
  public static synchronized Optional<Path> installed() {
    if (Files.isDirectory(FOLDER.resolve("awslambdaric"))) {
      return Optional.of(FOLDER);
    }
    try {
      var pip =
          new ProcessBuilder("python3", "-m", "pip", "install", "-q", "-t", FOLDER.toString());
      pip.command().add("awslambdaric");
      Process process = pip.redirectErrorStream(true).inheritIO().start();
      boolean done = process.waitFor(MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
      return done ? Optional.of(FOLDER) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
