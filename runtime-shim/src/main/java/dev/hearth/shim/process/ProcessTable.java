package dev.hearth.shim.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The processes that {@code /proc} shows. It is read without a lock: a process that ends meanwhile
 * is left out, one that starts meanwhile may be missing.
 */
public final class ProcessTable {
  private static final char UNKNOWN = '?';

  private ProcessTable() {}

  /**
   * One process: {@code threads} are those that have not ended, {@code rssBytes} its resident
   * memory, in which pages shared with others count in full.
   */
  public record Entry(int pid, int parent, char state, int threads, long rssBytes) {
    /**
     * Whether it can still do something. A process whose first thread has ended looks like a zombie
     * while its other threads run on.
     */
    public boolean isAlive() {
      boolean ended = state == 'Z' || state == 'X';
      return !ended || threads > 1;
    }
  }

  /**
   * Every process that can be seen, this one included, in no particular order.
   *
   * @throws UncheckedIOException where {@code /proc} cannot be listed: no answer is not "nobody"
   */
  public static List<Entry> snapshot() {
    var entries = new ArrayList<Entry>();
    var file = new ProcFile();
    try (var folders = Files.newDirectoryStream(ProcFile.ROOT, ProcessTable::isProcess)) {
      for (Path folder : folders) {
        int length = file.read(folder.resolve("stat"));
        if (length > 0) {
          entries.add(StatLine.parse(file.bytes(), length, ProcFile.PAGE_BYTES));
        } else if (Files.exists(folder)) {
          // Not to be read does not mean gone, e.g. when this process has no free descriptor.
          entries.add(new Entry(pid(folder), 0, UNKNOWN, 1, 0));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    }
    return entries;
  }

  /**
   * The pids of all children of {@code root}, theirs, and so on; {@code root} is not among them.
   */
  static Set<Integer> descendants(int root, List<Entry> entries) {
    var found = new HashSet<Integer>();
    int before;
    do {
      before = found.size();
      for (Entry entry : entries) {
        if (entry.pid() != root && (entry.parent() == root || found.contains(entry.parent()))) {
          found.add(entry.pid());
        }
      }
    } while (found.size() > before);
    return found;
  }

  private static boolean isProcess(Path folder) {
    char first = folder.getFileName().toString().charAt(0);
    return first >= '1' && first <= '9';
  }

  private static int pid(Path folder) {
    return Integer.parseInt(folder.getFileName().toString());
  }
}
