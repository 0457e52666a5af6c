package dev.hearth.shim.process;

import dev.hearth.shim.process.ProcessTable.Entry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** As pid 1: leaves orphans behind as zombies and reaps them, but not the JDK's own child. */
final class ReapingMain {
  private static final int STATUS = 42;

  private final Reaper reaper = new Reaper();

  public static void main(String[] arguments) throws Exception {
    System.exit(new ReapingMain().run());
  }

  private int run() throws Exception {
    new ProcessBuilder("sh", "-c", "(sh -c 'exit 5' &) ; exit 0").start().waitFor();
    int orphan = awaitZombie();
    reaper.reapOrphans(Set.of(orphan));
    reaper.reapOrphans(Set.of(orphan));
    boolean spared = zombies().equals(List.of(orphan));
    var child = new ProcessBuilder("sh", "-c", "exit " + STATUS).start();
    int first = reaper.reapOrphans(Set.of());
    boolean kept = child.waitFor() == STATUS;
    int second = reaper.reapOrphans(Set.of());
    System.out.printf(
        "spared %s, reaped %d and %d, left %s, the JDK's status kept %s%n",
        spared, first, second, zombies(), kept);
    return 0;
  }

  private static int awaitZombie() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (zombies().isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    return zombies().getFirst();
  }

  private static List<Integer> zombies() {
    return ProcessTable.snapshot().stream().filter(e -> !e.isAlive()).map(Entry::pid).toList();
  }
}
