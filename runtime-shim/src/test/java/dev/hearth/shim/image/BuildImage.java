package dev.hearth.shim.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Builds the folder that runs the shim in any image: a Java of its own with java.base alone, the
 * dynamic linker and the libraries it needs, the jar and a trained AOT cache. What has not changed
 * is not built again.
 */
public final class BuildImage {
  /** What an image builder gives every file, so that an image keeps the times the cache knows. */
  private static final FileTime TIME = FileTime.from(1, TimeUnit.SECONDS);

  private static final Path PRESTART = Path.of("src/main/prestart");
  private static final Path CLASSES = Path.of("target/classes");

  private final Path jar;
  private final Path image;
  private final Path script;
  private final ImageFolder folder;

  private BuildImage(Path jar, Path image, Path script) {
    this.jar = jar;
    this.image = image;
    this.script = script;
    this.folder = new ImageFolder(image.resolve("hearth"));
  }

  public static void main(String[] arguments) throws Exception {
    new BuildImage(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])).build();
  }

  private void build() throws IOException, InterruptedException, GeneralSecurityException {
    Path stamp = image.resolve("built-from");
    String inputs = inputs();
    if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
      return;
    }
    Files.deleteIfExists(stamp);
    if (!Files.exists(folder.linker()) || !Files.exists(folder.env())) {
      link();
      new NativeLibraries(folder).copy();
    }
    Files.copy(jar, folder.jar(), StandardCopyOption.REPLACE_EXISTING);
    Files.createDirectories(folder.prestart());
    for (Path hook : hooks()) {
      Files.copy(
          hook, folder.prestart().resolve(hook.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    WaitingJavaJar.write(CLASSES, folder.prestart().resolve("java.jar"));
    setTimes();
    new Training(folder).run();
    Launch.write(folder, script);
    setTimes();
    ImageSize.check(folder.root());
    Files.writeString(stamp, inputs);
  }

  private String inputs() throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(jar));
    for (Path hook : hooks()) {
      digest.update(Files.readAllBytes(hook));
    }
    try (InputStream training = Training.class.getResourceAsStream("Training.class")) {
      digest.update(training.readAllBytes());
    }
    digest.update((Launch.texts() + System.getProperty("java.vm.version")).getBytes(UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> hooks() throws IOException {
    try (var files = Files.list(PRESTART)) {
      return files.sorted().toList();
    }
  }

  private void link() throws IOException, InterruptedException {
    if (Files.exists(folder.root())) {
      try (var paths = Files.walk(folder.root())) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder.root());
    Programs.run(
        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
        "--add-modules",
        "java.base",
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--compress",
        "zip-9",
        "--output",
        folder.jre().toString());
  }

  private void setTimes() throws IOException {
    try (var paths = Files.walk(folder.root())) {
      for (Path path : paths.toList()) {
        Files.setLastModifiedTime(path, TIME);
      }
    }
  }
}
