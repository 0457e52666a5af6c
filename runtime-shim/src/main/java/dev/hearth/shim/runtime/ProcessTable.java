package dev.hearth.shim.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the processes that belong to the runtime. With pid 1 that is every other process there is.
 * Elsewhere it is our descendants, and those who left us (a double fork, a session of their own)
 * but still carry the address of our Runtime API in their environment.
 */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  /** Processes of a runtime whose memory is measured where we cannot see all of them at once. */
  private static final int NEARBY = 1024;

  private final int self;
  private final byte[] mark;

  /**
   * @param self our own pid
   * @param runtimeApi the address that only this sandbox's runtimes are given
   */
  public ProcessTable(int self, String runtimeApi) {
    this.self = self;
    this.mark = ("AWS_LAMBDA_RUNTIME_API=" + runtimeApi + "\0").getBytes(ISO_8859_1);
  }

  boolean ownsAll() {
    return self == 1;
  }

  /** The runtime's processes that have not ended. */
  List<Integer> alive() throws IOException {
    List<Integer> alive = new ArrayList<>();
    for (ProcessInfo process : ours()) {
      if (!process.isZombie()) {
        alive.add(process.pid());
      }
    }
    return alive;
  }

  /** As {@link #alive}, but without a look at every process there is: some may be missing. */
  List<Integer> aliveNearby() throws IOException {
    if (ownsAll()) {
      return alive();
    }
    List<Integer> found = new ArrayList<>(children(self));
    for (int i = 0; i < found.size() && i < NEARBY; i++) {
      found.addAll(children(found.get(i)));
    }
    return found;
  }

  private static List<Integer> children(int pid) {
    List<Integer> children = new ArrayList<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(PROC.resolve(Integer.toString(pid)).resolve("task"))) {
      for (Path task : tasks) {
        String pids = Files.readString(task.resolve("children"), ISO_8859_1);
        for (String child : pids.split(" ", -1)) {
          if (!child.isBlank()) {
            children.add(Integer.parseInt(child));
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended meanwhile, or the kernel does not list children.
      return children;
    }
    return children;
  }

  /** Those that have ended and that nobody but us can wait for. */
  List<Integer> orphanedZombies() throws IOException {
    List<Integer> zombies = new ArrayList<>();
    for (ProcessInfo process : ours()) {
      if (process.isZombie() && process.parent() == self) {
        zombies.add(process.pid());
      }
    }
    return zombies;
  }

  private List<ProcessInfo> ours() throws IOException {
    Map<Integer, ProcessInfo> all = all();
    all.remove(self);
    if (!ownsAll()) {
      Set<Integer> strangers = new HashSet<>();
      for (ProcessInfo process : all.values()) {
        if (!descends(process, all) && !isMarked(process)) {
          strangers.add(process.pid());
        }
      }
      all.keySet().removeAll(strangers);
    }
    return List.copyOf(all.values());
  }

  private boolean descends(ProcessInfo process, Map<Integer, ProcessInfo> all) {
    ProcessInfo at = process;
    for (int steps = 0; at != null && steps < all.size() + 1; steps++) {
      if (at.parent() == self) {
        return true;
      }
      at = all.get(at.parent());
    }
    return false;
  }

  private boolean isMarked(ProcessInfo process) {
    if (process.isZombie()) {
      return false;
    }
    try {
      byte[] environment = Files.readAllBytes(PROC.resolve(process.pid() + "/environ"));
      return contains(environment, mark);
    } catch (IOException e) {
      // Not ours to read, or gone: no process of this sandbox's user.
      return false;
    }
  }

  /** The mark as a variable of its own, not as part of another one's value. */
  static boolean contains(byte[] environment, byte[] mark) {
    for (int from = 0; from + mark.length <= environment.length; from++) {
      int i = 0;
      while (i < mark.length && environment[from + i] == mark[i]) {
        i++;
      }
      if (i == mark.length && (from == 0 || environment[from - 1] == 0)) {
        return true;
      }
    }
    return false;
  }

  private static Map<Integer, ProcessInfo> all() throws IOException {
    Map<Integer, ProcessInfo> all = new HashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        int pid = Integer.parseInt(entry.getFileName().toString());
        try {
          all.put(pid, ProcessInfo.parse(pid, Files.readString(entry.resolve("stat"), ISO_8859_1)));
        } catch (IOException _) {
          // It ended between the listing and the reading.
        }
      }
    }
    return all;
  }
}
