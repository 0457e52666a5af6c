package dev.hearth.shim.it;

import dev.hearth.shim.Skipped;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A sandbox as a pod gives it: its own file system, read-only and with nothing in it but what the
 * test puts there, user 993 without any capability, pid 1, and one log of all it writes, the first
 * line of which is to be the shim's.
 */
final class BareImage implements Closeable {
  private static final Path SHIM = Path.of("target/image/hearth").toAbsolutePath();
  private static final long PATIENCE_S = 60;

  /** Run by the test's machine: the last of its arguments are run inside. */
  private static final String INSIDE =
      """
      set -e
      root=$1; volume=$2; mode=$3; shift 3
      mount --make-rprivate /
      mount --bind "$root" "$root"
      mount -o remount,bind,ro "$root"
      mount -t proc proc "$root/proc"
      mount --rbind /dev "$root/dev"
      for folder in tmp var/task opt; do mount -t tmpfs -o mode=1777 tmpfs "$root/$folder"; done
      mount --bind "$volume" "$root/.hearth"
      mount -o "remount,bind,$mode" "$root/.hearth"
      mount --bind %s "$root/hearth"
      mount -o remount,bind,ro "$root/hearth"
      exec chroot --userspec=993:993 --groups= "$root" "$@" 2>&1
      """
          .formatted(SHIM);

  private static final List<String> FOLDERS =
      List.of("proc", "dev", "tmp", "var/task", "opt", ".hearth", "hearth");

  private final Path root;
  private final Path volume;

  private BareImage(Path folder) throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    volume = Files.createDirectory(folder.resolve("volume"));
    Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));
    for (String name : FOLDERS) {
      Files.createDirectories(root.resolve(name));
    }
  }

  static BareImage empty() throws IOException {
    Skipped.unlessInstalled("unshare");
    if (!System.getProperty("user.name").equals("root")) {
      Skipped.because("only root can give a sandbox a file system of its own here");
    }
    return new BareImage(Files.createTempDirectory("image"));
  }

  /** Where what is put into the volume can be seen. */
  Path volume() {
    return volume;
  }

  /** Installs the shim as an init container does, by the shim's image itself. */
  void install() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                inside(volume, "rw", java("/hearth", "@/hearth/install-options", "/.hearth")))
            .inheritIO()
            .start();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("the shim cannot be installed");
    }
  }

  /** Starts what was installed. */
  ShimProcess startInstalled() throws IOException, GeneralSecurityException {
    return start(volume);
  }

  /** Starts the shim from its image, mounted as a volume. */
  ShimProcess startMounted() throws IOException, GeneralSecurityException {
    return start(SHIM.getParent());
  }

  private ShimProcess start(Path from) throws IOException, GeneralSecurityException {
    // A cache that does not fit is an error here, where a sandbox would start slowly.
    List<String> start = new ArrayList<>(linked("/.hearth/hearth", "env"));
    start.addAll(List.of("-u", "JAVA_TOOL_OPTIONS", "-u", "JDK_JAVA_OPTIONS"));
    start.addAll(java("/.hearth/hearth", "-XX:AOTMode=on", "@/.hearth/hearth/options"));
    List<String> command = inside(from, "ro", start);
    return ShimProcess.start(
        command,
        Map.of(
            "JAVA_TOOL_OPTIONS", "",
            "JDK_JAVA_OPTIONS", "",
            "LC_ALL", "C.UTF-8",
            "LOCPATH", "/.hearth/hearth/locale",
            "HEARTH_TASK_ROOT", "/var/task",
            "HEARTH_LAYER_ROOT", "/opt",
            "HEARTH_TMP", "/tmp"));
  }

  private static List<String> java(String folder, String... arguments) {
    List<String> command = new ArrayList<>(linked(folder, "jre/bin/java"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> linked(String folder, String program) {
    return List.of(folder + "/ld.so", "--library-path", folder + "/lib", folder + "/" + program);
  }

  private List<String> inside(Path mounted, String mode, List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", INSIDE));
    all.addAll(List.of("sh", root.toString(), mounted.toString(), mode));
    all.addAll(command);
    return all;
  }

  @Override
  public void close() throws IOException {
    try (var paths = Files.walk(root.getParent())) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
