package dev.hearth.shim.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hearth.shim.process.ProcessTable.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the memory of a tree of processes. What is resident is quick to read, but counts a page
 * that forked workers share once for each; what counts it once takes the kernel a walk over all
 * pages. So the second is asked only where the first is beyond what is known. Not for two threads.
 */
public final class MemoryMeter {
  private static final int INIT = 1;

  private final int root;
  private final int self = (int) ProcessHandle.current().pid();
  private final ProcFile file = new ProcFile();

  /**
   * @param root the tree's root, which belongs to it; 0 for all that is not this process: as pid 1
   *     everyone, elsewhere its descendants
   */
  public MemoryMeter(int root) {
    this.root = root;
  }

  /**
   * Bytes in use; exact only where they may be more than {@code known} or {@code limit}, else
   * perhaps too many.
   *
   * @param known the most that was found before, perhaps of a runtime that is gone
   */
  public long bytes(long known, long limit) {
    List<Entry> tree = tree(ProcessTable.snapshot());
    long resident = 0;
    for (Entry entry : tree) {
      resident += entry.rssBytes();
    }
    if (tree.size() < 2 || resident <= Math.min(known, limit)) {
      return resident;
    }
    long proportional = 0;
    for (Entry entry : tree) {
      proportional += proportional(entry);
    }
    return proportional;
  }

  private List<Entry> tree(List<Entry> all) {
    var tree = new ArrayList<Entry>();
    var below = ProcessTable.descendants(root == 0 ? self : root, all);
    boolean everyone = root == 0 && self == INIT;
    for (Entry entry : all) {
      boolean inside = everyone || entry.pid() == root || below.contains(entry.pid());
      if (inside && entry.pid() != self && entry.isAlive()) {
        tree.add(entry);
      }
    }
    return tree;
  }

  /** What is resident where the kernel does not let us look, which is never too little. */
  private long proportional(Entry entry) {
    int length = file.read(Path.of("/proc/" + entry.pid() + "/smaps_rollup"));
    String text = new String(file.bytes(), 0, length, ISO_8859_1);
    int from = text.indexOf("\nPss:");
    int to = text.indexOf(" kB", Math.max(0, from));
    return from < 0 || to < 0
        ? entry.rssBytes()
        : 1024 * Long.parseLong(text.substring(from + "\nPss:".length(), to).strip());
  }
}
