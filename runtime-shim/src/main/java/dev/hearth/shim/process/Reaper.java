package dev.hearth.shim.process;

import dev.hearth.shim.process.ProcessTable.Entry;
import java.util.HashSet;
import java.util.Set;

/**
 * As pid 1, removes the zombies of processes that have lost their parents. The exit statuses of
 * processes started here belong to the JDK, which waits for them itself: they are named by the
 * caller, and besides a zombie is only taken when an earlier call has seen it too, long after the
 * JDK would have. Off an invocation's path, 100 ms or more apart. Not pid 1: does nothing.
 */
public final class Reaper {
  private static final int INIT = 1;

  private final int self = (int) ProcessHandle.current().pid();
  private Set<Integer> seenBefore = Set.of();

  /** Removes what it may, except the processes given, and answers how many. */
  public synchronized int reapOrphans(Set<Integer> notThese) {
    if (self != INIT) {
      return 0;
    }
    var seen = new HashSet<Integer>();
    int reaped = 0;
    for (Entry entry : ProcessTable.snapshot()) {
      if (entry.parent() != INIT || entry.isAlive() || notThese.contains(entry.pid())) {
        continue;
      }
      if (seenBefore.contains(entry.pid()) && Libc.reap(entry.pid())) {
        reaped++;
      } else {
        seen.add(entry.pid());
      }
    }
    seenBefore = seen;
    return reaped;
  }
}
