package dev.hearth.shim.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The two calls of the C library that the JDK does not offer. The first call of each costs tens of
 * milliseconds, so nothing comes here before it has to. Needs {@code --enable-native-access}.
 */
final class Libc {
  private static final int SIGKILL = 9;
  private static final int EVERY_OTHER_PROCESS = -1;
  private static final int WNOHANG = 1;

  private Libc() {}

  /**
   * Ends every process that this one may signal, except itself. The kernel does it under the lock
   * that fork takes, so no child can be born meanwhile and be missed. Only for pid 1 of a
   * namespace: anyone else would end the user's whole session.
   */
  static void killEveryOther() {
    try {
      int ignored = (int) Kill.HANDLE.invokeExact(EVERY_OTHER_PROCESS, SIGKILL);
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }

  /** Takes a zombie child's exit status away; false where it was none. */
  static boolean reap(int pid) {
    try {
      return (int) Wait.HANDLE.invokeExact(pid, MemorySegment.NULL, WNOHANG) == pid;
    } catch (Throwable e) {
      throw new IllegalStateException("waitpid(2) cannot be called", e);
    }
  }

  /** Linked when it is first used. */
  private static final class Kill {
    static final MethodHandle HANDLE = link("kill", JAVA_INT, JAVA_INT);
  }

  /** Linked when it is first used. */
  private static final class Wait {
    static final MethodHandle HANDLE = link("waitpid", JAVA_INT, ADDRESS, JAVA_INT);
  }

  @SuppressWarnings("restricted") // A wrong descriptor could crash the process; these are two.
  private static MethodHandle link(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }
}
