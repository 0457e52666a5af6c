package dev.hearth.shim.process;

import dev.hearth.shim.process.ProcessTable.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Ends everything that a runtime has started. As pid 1 it ends every other process of its
 * namespace, whatever that has done to hide; {@code /proc} has to be the namespace's own. Elsewhere
 * it ends this process's descendants and all whose environment names this sandbox's Runtime API,
 * and then only a process that has lost both its parents and its environment can escape.
 *
 * <p>Zombies count as ended: {@link Reaper} removes them.
 */
public final class Killer {
  private static final int INIT = 1;
  private static final long PAUSE_NANOS = 1_000_000;

  /**
   * How often nobody must be seen, since one that forks and ends all the time hides between looks.
   */
  private static final int QUIET_LOOKS = 3;

  private final byte[] marker;
  private final LongSupplier ticks;
  private final int self = (int) ProcessHandle.current().pid();

  private Killer(String marker, LongSupplier ticks) {
    String line = "AWS_LAMBDA_RUNTIME_API=" + marker + '\0';
    this.marker = line.getBytes(StandardCharsets.UTF_8);
    this.ticks = ticks;
  }

  /**
   * @param marker the value of AWS_LAMBDA_RUNTIME_API that the runtime was started with
   * @param ticks nanoseconds, by which the time allowed is measured
   */
  public static Killer of(String marker, LongSupplier ticks) {
    return new Killer(marker, ticks);
  }

  /** Ends all, and answers when nothing is alive any more; false where something still is. */
  public boolean killAll(long withinMs) {
    var strangers = new HashSet<Integer>();
    long end = ticks.getAsLong() + withinMs * 1_000_000;
    int quiet = 0;
    while (true) {
      quiet = kill(strangers) ? 0 : quiet + 1;
      if (quiet == (self == INIT ? 1 : QUIET_LOOKS)) {
        return true;
      }
      if (ticks.getAsLong() - end >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** True where there may have been somebody to kill. */
  private boolean kill(Set<Integer> strangers) {
    try {
      return self == INIT ? killEveryOther() : killOurs(strangers);
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  private boolean killEveryOther() {
    // Looked at afterwards: what is seen then is only on its way out, and nothing new can come.
    Libc.killEveryOther();
    for (Entry entry : ProcessTable.snapshot()) {
      if (entry.pid() != INIT && entry.isAlive()) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param strangers whose environment was read before and is another's, so that it need not be
   *     read again: nobody gets ours later, and pids are not used anew that soon
   */
  private boolean killOurs(Set<Integer> strangers) {
    var entries = new ArrayList<>(ProcessTable.snapshot());
    var descendants = ProcessTable.descendants(self, entries);
    // The newest first: they are the ones that are about to fork and vanish.
    entries.sort(Comparator.comparingInt(Entry::pid).reversed());
    var file = new ProcFile();
    boolean found = false;
    for (Entry entry : entries) {
      boolean ours = descendants.contains(entry.pid());
      if (entry.pid() == self || !entry.isAlive() || (!ours && strangers.contains(entry.pid()))) {
        continue;
      }
      // Taken before the environment is read, so that a pid used anew is not killed for the old
      // one.
      var handle = ProcessHandle.of(entry.pid());
      if (ours || hasMarker(entry.pid(), file, strangers)) {
        found = true;
        handle.ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    return found;
  }

  /** Asks every thread: the first has no environment any more when it has ended. */
  private boolean hasMarker(int pid, ProcFile file, Set<Integer> strangers) {
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        int length = file.read(thread.resolve("environ"));
        if (length > 0) {
          boolean has = hasMarker(file.bytes(), length);
          if (!has) {
            strangers.add(pid);
          }
          return has;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
    return false;
  }

  private boolean hasMarker(byte[] environment, int length) {
    for (int at = 0; at + marker.length <= length; at++) {
      boolean startsHere = at == 0 || environment[at - 1] == 0;
      if (startsHere
          && Arrays.equals(environment, at, at + marker.length, marker, 0, marker.length)) {
        return true;
      }
    }
    return false;
  }
}
