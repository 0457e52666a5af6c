package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Zips as users make them. */
public final class Zip {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Zip() {}

  /** A folder's contents with their modes, in a file of this build. */
  public static Path of(Path folder) throws IOException, InterruptedException {
    Path zip = Files.createTempDirectory(Path.of("target"), "zip").resolve("code.zip");
    String script =
        """
        import os, sys, zipfile
        with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as zip:
            for base, _, files in os.walk("."):
                for name in files:
                    zip.write(os.path.join(base, name))
        """;
    Command.run(
        LIMIT, folder, Map.of(), List.of("python3", "-c", script, zip.toAbsolutePath().toString()));
    return zip;
  }
}
