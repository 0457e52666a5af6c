package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.cli.local.LogFile;
import dev.hearth.cli.local.UserErrorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth logs}: what functions have logged since hearth dev was started. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    versionProvider = Hearth.Version.class,
    sortOptions = false,
    description = {"Prints what functions have logged since hearth dev was started.", ""})
final class LogsCommand implements Callable<Integer> {
  private static final long BETWEEN_LOOKS_MS = 100;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The function; by default all, with their names.")
  private String name;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what they log from now on, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of hearth dev. Default: 8080.")
  private int port;

  @Override
  public Integer call() throws UserErrorException, IOException, InterruptedException {
    Path file = LogFile.of(Home.cache(System.getenv()), port);
    if (!Files.exists(file)) {
      throw new UserErrorException(
          "there is no log of port " + port + "; start hearth dev, or give its --port");
    }
    if (Files.exists(LogFile.older(file))) {
      try (BufferedReader lines = Files.newBufferedReader(LogFile.older(file), UTF_8)) {
        lines.lines().forEach(this::print);
      }
    }
    do {
      read(file);
    } while (follow);
    return 0;
  }

  /** Returns when there is no more, or where the log is followed, when another file took over. */
  private void read(Path file) throws IOException, InterruptedException {
    Object opened = key(file);
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      boolean replaced;
      do {
        replaced = follow && !opened.equals(key(file));
        lines.lines().forEach(this::print);
        System.out.flush();
        if (follow) {
          Thread.sleep(BETWEEN_LOOKS_MS);
        }
      } while (follow && !replaced);
    } catch (NoSuchFileException e) {
      Thread.sleep(BETWEEN_LOOKS_MS); // it is just being replaced
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private void print(String line) {
    if (name == null) {
      System.out.println(line);
    } else if (line.startsWith("[" + name + "] ")) {
      System.out.println(line.substring(name.length() + 3));
    }
  }
}
