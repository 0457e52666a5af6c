package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A shim that runs as a process of its own, with folders of its own. */
public final class ShimProcess implements AutoCloseable {
  private static final long PATIENCE_S = 30;

  private final ShimKeys keys;
  private final Path folder;
  private final Process process;
  private final InetSocketAddress address;
  private final List<String> log = new ArrayList<>();

  private ShimProcess(ShimKeys keys, Path folder, Process process) throws IOException {
    this.keys = keys;
    this.folder = folder;
    this.process = process;
    BufferedReader lines = process.inputReader(UTF_8);
    String first = lines.readLine();
    if (first == null || !first.startsWith("hearth-shim listening on ")) {
      process.destroyForcibly();
      throw new IOException("the shim did not start: " + first);
    }
    address = HttpClientSocket.address(first.substring(first.lastIndexOf(' ') + 1));
    Thread.ofPlatform().daemon().start(() -> collect(lines));
  }

  public static ShimProcess start(List<String> command)
      throws IOException, GeneralSecurityException {
    return start(command, Map.of());
  }

  public static ShimProcess start(List<String> command, Map<String, String> more)
      throws IOException, GeneralSecurityException {
    ShimKeys keys = new ShimKeys();
    Path folder = Files.createTempDirectory("shim");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(keys.environment());
    builder
        .environment()
        .put("HEARTH_TASK_ROOT", Files.createDirectory(folder.resolve("task")).toString());
    builder.environment().put("HEARTH_LAYER_ROOT", folder.resolve("opt").toString());
    builder
        .environment()
        .put("HEARTH_TMP", Files.createDirectory(folder.resolve("tmp")).toString());
    builder.environment().putAll(more);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new ShimProcess(keys, folder, builder.start());
  }

  private void collect(BufferedReader lines) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (log) {
          log.add(line);
          log.notifyAll();
        }
      }
    } catch (IOException _) {
      // The test is over and has closed it.
    }
  }

  public ShimKeys keys() {
    return keys;
  }

  public Path folder() {
    return folder;
  }

  public InetSocketAddress address() {
    return address;
  }

  public TestGateway gateway() throws IOException, GeneralSecurityException {
    return TestGateway.welcomed(address, keys);
  }

  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** Waits until a line is in the log. */
  public String awaitLine(Predicate<String> wanted) throws InterruptedException {
    return awaitLines(1, wanted).getFirst();
  }

  /** Waits until so many such lines are in the log. */
  public List<String> awaitLines(int count, Predicate<String> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    synchronized (log) {
      while (true) {
        List<String> found = log.stream().filter(wanted).toList();
        if (found.size() >= count) {
          return found;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("no such line in: " + log);
        }
        log.wait(left);
      }
    }
  }

  /** Waits until the spare has played through the life that makes its claim cheap. */
  public void awaitRehearsal() throws IOException, InterruptedException {
    awaitThreads(names -> !names.contains("rehearsal"));
  }

  /** Waits until the shim's threads are as wanted. */
  public void awaitThreads(Predicate<List<String>> wanted)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!wanted.test(threads())) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("the shim's threads are " + threads());
      }
      Thread.sleep(5);
    }
  }

  /** The names of the shim's threads, as far as Linux keeps them. */
  public List<String> threads() throws IOException {
    List<String> names = new ArrayList<>();
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : threads) {
        names.add(name(thread));
      }
    }
    return names;
  }

  /** Empty where it has ended meanwhile. */
  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip();
    } catch (IOException _) {
      return "";
    }
  }

  /** SIGTERM, and no more: {@link Process#destroy} would close the log too. */
  public void terminate() {
    process.toHandle().destroy();
  }

  public Process process() {
    return process;
  }

  /** Waits for the end and answers the exit status. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("the shim does not end; log: " + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
