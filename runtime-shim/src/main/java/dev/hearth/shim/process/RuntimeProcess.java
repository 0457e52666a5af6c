package dev.hearth.shim.process;

import dev.hearth.shim.lifecycle.ExitStatus;
import dev.hearth.shim.lifecycle.Verdict;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A runtime that was started: one process, which may have started others. */
public final class RuntimeProcess {
  private final Process process;
  private final FileChannel statm;
  private final ByteBuffer line = ByteBuffer.allocateDirect(128);

  RuntimeProcess(Process process) {
    this.process = process;
    this.statm = statm(process.pid());
  }

  /** Null where the process has ended already. */
  private static FileChannel statm(long pid) {
    try {
      return FileChannel.open(Path.of("/proc/" + pid + "/statm"));
    } catch (IOException e) {
      return null;
    }
  }

  /** Where a runtime's command cannot be started: why, in AWS's words. */
  public static final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Verdict.Unstartable verdict;

    StartException(String errorType, String message, Throwable cause) {
      super(message, cause);
      this.verdict = new Verdict.Unstartable(errorType, message);
    }

    public Verdict.Unstartable verdict() {
      return verdict;
    }
  }

  /**
   * @param output what it writes goes there, its standard error too
   */
  public static RuntimeProcess start(
      List<String> command, Map<String, String> environment, Path workingDirectory, File output)
      throws StartException {
    if (!Files.isDirectory(workingDirectory)) {
      throw new StartException(
          "Runtime.InvalidWorkingDir",
          "chdir " + workingDirectory + ": no such file or directory",
          null);
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder
        .directory(workingDirectory.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.to(output));
    try {
      return new RuntimeProcess(builder.start());
    } catch (IOException e) {
      throw new StartException("Runtime.InvalidEntrypoint", whyNot(command.getFirst()), e);
    }
  }

  private static String whyNot(String file) {
    Path path = Path.of(file);
    if (path.isAbsolute() && !Files.exists(path)) {
      return "Couldn't find valid bootstrap(s): [" + file + "]";
    }
    String reason =
        path.isAbsolute() && !Files.isExecutable(path)
            ? "permission denied"
            : path.isAbsolute() ? "exec format error" : "executable file not found in $PATH";
    return "fork/exec " + file + ": " + reason;
  }

  /**
   * Bytes that the process itself has resident, at the cost of one system call; 0 once it ended.
   */
  public synchronized long resident() {
    try {
      if (statm == null) {
        return 0;
      }
      line.clear();
      return pages(line, statm.read(line, 0)) * ProcFile.PAGE_BYTES;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The second number in {@code /proc/PID/statm}. */
  static long pages(ByteBuffer line, int length) {
    int at = 0;
    while (at < length && line.get(at) != ' ') {
      at++;
    }
    long pages = 0;
    for (at++; at < length && line.get(at) != ' '; at++) {
      pages = pages * 10 + line.get(at) - '0';
    }
    return pages;
  }

  public int pid() {
    return (int) process.pid();
  }

  /** Waits for its end. */
  public ExitStatus await() throws InterruptedException {
    int value = process.waitFor();
    try {
      if (statm != null) {
        statm.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("closing a file that was only read", e);
    }
    return ExitStatus.of(value);
  }
}
