package dev.hearth.cli.local;

import java.io.PrintStream;
import java.util.Map;

/** What the user of {@code hearth dev} sees, line by line; with colours on a terminal only. */
final class Console {
  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";

  /** Colours that can be read on light and on dark ground. */
  private static final int[] COLOURS = {36, 32, 35, 34, 33, 96, 92, 95};

  private final PrintStream out;
  private final boolean colours;

  Console(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /** Whether the user of a terminal has nothing against colours. */
  static boolean wantsColours(boolean terminal, Map<String, String> environment) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  void say(String text) {
    print(text);
  }

  void headline(String text) {
    print(colours ? BOLD + text + RESET : text);
  }

  void complain(String text) {
    print(colours ? RED + text + RESET : text);
  }

  /** A line of a function's log. */
  void log(String function, String line) {
    String name = "[" + function + "]";
    print((colours ? "\u001b[" + colour(function) + "m" + name + RESET : name) + " " + line);
  }

  private synchronized void print(String text) {
    out.println(text);
  }

  private static int colour(String function) {
    return COLOURS[Math.floorMod(function.hashCode(), COLOURS.length)];
  }
}
