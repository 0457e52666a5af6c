package dev.hearth.shim.image;

import dev.hearth.shim.InstallMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The dynamic linker of the build's machine and every library that the shim's Java needs, {@code
 * env}, and the locale C.UTF-8, so that a sandbox's image need not have any.
 */
final class NativeLibraries {
  private static final Path ENV = Path.of("/usr/bin/env");
  private static final Path MAPPED = Path.of("/proc/self/maps");

  private final ImageFolder folder;

  NativeLibraries(ImageFolder folder) {
    this.folder = folder;
  }

  /** Folders of the locale C.UTF-8, by age of the C library. */
  private static final List<Path> LOCALES =
      List.of(Path.of("/usr/lib/locale/C.utf8"), Path.of("/usr/lib/locale/C.UTF-8"));

  void copy() throws IOException, InterruptedException {
    Files.createDirectories(folder.libraries());
    copyLocale();
    Files.copy(ENV.toRealPath(), folder.env());
    Path linker = linker();
    for (var library : needed(linker).entrySet()) {
      Files.copy(library.getValue(), folder.libraries().resolve(library.getKey()));
    }
    Files.copy(linker, folder.linker());
    if (!folder.linker().toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + folder.linker());
    }
  }

  private void copyLocale() throws IOException {
    for (Path locale : LOCALES) {
      if (Files.isDirectory(locale)) {
        InstallMain.install(locale, folder.locales().resolve("C.utf8"));
        return;
      }
    }
    throw new IOException("this machine has none of " + LOCALES);
  }

  /** The one that has started this process. */
  private static Path linker() throws IOException {
    for (String line : Files.readAllLines(MAPPED)) {
      int path = line.indexOf('/');
      if (path >= 0 && line.indexOf("/ld-linux", path) >= 0) {
        return Path.of(line.substring(path));
      }
    }
    throw new IOException("this JDK was not started by glibc's dynamic linker");
  }

  private Map<String, Path> needed(Path linker) throws IOException, InterruptedException {
    Map<String, Path> needed = new TreeMap<>();
    Path own = folder.jre().resolve("lib");
    try (var files = Files.walk(folder.root())) {
      for (Path file : files.filter(NativeLibraries::isNative).toList()) {
        String list =
            Programs.output(
                linker.toString(),
                "--library-path",
                own + ":" + own.resolve("server"),
                "--list",
                file.toString());
        list.lines().forEach(line -> add(line.strip(), needed));
      }
    }
    return needed;
  }

  private static boolean isNative(Path file) {
    return file.endsWith("bin/java") || file.endsWith("env") || file.toString().endsWith(".so");
  }

  /** A line is {@code NAME => PATH (ADDRESS)}; what the Java brings itself is not needed. */
  private void add(String line, Map<String, Path> needed) {
    List<String> words = List.of(line.split(" "));
    if (words.size() < 4 || !words.get(1).equals("=>") || !words.get(2).startsWith("/")) {
      return;
    }
    Path path = Path.of(words.get(2));
    if (!path.startsWith(folder.jre()) && !words.getFirst().startsWith("/")) {
      needed.put(words.getFirst(), path);
    }
  }
}
