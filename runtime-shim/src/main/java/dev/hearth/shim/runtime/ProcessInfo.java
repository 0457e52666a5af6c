package dev.hearth.shim.runtime;

/**
 * One process as the kernel lists it.
 *
 * @param state the kernel's letter, Z for one that has ended and was not waited for
 */
record ProcessInfo(int pid, int parent, char state) {
  /** Reads a {@code /proc/PID/stat}; the name in it may contain anything, brackets too. */
  static ProcessInfo parse(int pid, String stat) {
    int name = stat.lastIndexOf(')');
    int parent = name + 4;
    return new ProcessInfo(
        pid,
        Integer.parseInt(stat.substring(parent, stat.indexOf(' ', parent))),
        stat.charAt(name + 2));
  }

  boolean isZombie() {
    return state == 'Z' || state == 'X';
  }
}
