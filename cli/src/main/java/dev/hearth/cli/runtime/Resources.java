package dev.hearth.cli.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that hearth brings along for runtimes, beside this class. */
final class Resources {
  private Resources() {}

  static void copy(String name, Path to) throws IOException {
    try (var in = open(name)) {
      Files.copy(in, to);
    }
  }

  static String text(String name) throws IOException {
    try (var in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static InputStream open(String name) throws FileNotFoundException {
    InputStream in = Resources.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(name + " is missing from this build of hearth");
    }
    return in;
  }
}
