package dev.hearth.cli.local;

/** Brings what functions log to the terminal and to the file that {@code hearth logs} reads. */
final class FunctionLog {
  private static final String NO_FUNCTION = "sandbox";

  private final Console console;
  private final LogFile file;

  FunctionLog(Console console, LogFile file) {
    this.console = console;
    this.file = file;
  }

  /**
   * @param function empty for a sandbox that belongs to none yet
   */
  void line(String function, String line) {
    String name = function.isEmpty() ? NO_FUNCTION : function;
    console.log(name, line);
    file.log(name, line);
  }
}
