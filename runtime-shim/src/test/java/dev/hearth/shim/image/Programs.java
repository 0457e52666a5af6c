package dev.hearth.shim.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Programs that the build calls; one that fails fails the build. */
final class Programs {
  private Programs() {}

  static void run(String... command) throws IOException, InterruptedException {
    check(new ProcessBuilder(command).inheritIO().start(), command);
  }

  /** What it writes to standard output. */
  static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    check(process, command);
    return output;
  }

  private static void check(Process process, String... command)
      throws IOException, InterruptedException {
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " failed with " + status);
    }
  }
}
