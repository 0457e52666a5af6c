package dev.hearth.shim.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * With pid 1 the kernel gives us every process whose parent has ended. Waits for those that have
 * ended themselves, and never for one that the JDK started and waits for.
 */
public final class Reaper {
  private static final int WNOHANG = 1;

  private final ProcessTable table;
  private final Set<Integer> started = ConcurrentHashMap.newKeySet();
  private MethodHandle waitpid;

  public Reaper(ProcessTable table) {
    this.table = table;
  }

  /** That process is the JDK's to wait for. */
  public void leave(int pid) {
    started.add(pid);
  }

  /** Waits for all orphans that have ended. */
  public synchronized void reap() {
    if (!table.ownsAll()) {
      return;
    }
    try {
      for (int pid : table.orphanedZombies()) {
        if (!started.contains(pid)) {
          reap(pid);
        }
      }
    } catch (IOException _) {
      // The next time will do.
    }
  }

  private void reap(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      if (waitpid == null) {
        waitpid = waitpid();
      }
      int _ = (int) waitpid.invokeExact(pid, arena.allocate(ValueLayout.JAVA_INT), WNOHANG);
    } catch (Throwable e) {
      throw new IllegalStateException("waitpid cannot be called", e);
    }
  }

  /** The JDK waits only for processes that it started itself. */
  @SuppressWarnings("restricted")
  private static MethodHandle waitpid() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("waitpid"),
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  }
}
