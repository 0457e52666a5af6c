package dev.hearth.shim.lifecycle;

import java.util.Map;

/** How a process ended, in the words that AWS uses. */
public sealed interface ExitStatus {
  record Code(int code) implements ExitStatus {}

  record Signal(int number) implements ExitStatus {}

  Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "hangup"),
          Map.entry(2, "interrupt"),
          Map.entry(3, "quit"),
          Map.entry(4, "illegal instruction"),
          Map.entry(5, "trace/breakpoint trap"),
          Map.entry(6, "aborted"),
          Map.entry(7, "bus error"),
          Map.entry(8, "floating point exception"),
          Map.entry(9, "killed"),
          Map.entry(10, "user defined signal 1"),
          Map.entry(11, "segmentation fault"),
          Map.entry(12, "user defined signal 2"),
          Map.entry(13, "broken pipe"),
          Map.entry(14, "alarm clock"),
          Map.entry(15, "terminated"));

  /**
   * Reads what {@link Process#exitValue} answers, where a signal n is 128 + n. A program that
   * itself exits with such a number cannot be told from one that was killed; shells do so for their
   * children that were.
   */
  static ExitStatus of(int exitValue) {
    return SIGNALS.containsKey(exitValue - 128) ? new Signal(exitValue - 128) : new Code(exitValue);
  }

  default String message() {
    return switch (this) {
      case Code(int code) when code == 0 -> "Runtime exited without providing a reason";
      case Code(int code) -> "Runtime exited with error: exit status " + code;
      case Signal(int number) -> "Runtime exited with error: signal: " + SIGNALS.get(number);
    };
  }
}
