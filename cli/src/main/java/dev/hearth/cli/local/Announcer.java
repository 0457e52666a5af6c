package dev.hearth.cli.local;

import dev.hearth.gateway.function.FunctionVersion;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the user what became of functions and of changes to them. */
final class Announcer {
  private final Console console;
  private final Usage usage;
  private final Set<String> troubled = ConcurrentHashMap.newKeySet();
  private volatile boolean serving;

  Announcer(Console console, Usage usage) {
    this.console = console;
    this.usage = usage;
  }

  /** From now on functions that come are told one by one. */
  void nowServing() {
    serving = true;
  }

  /**
   * @param changed whether it is another version than before
   * @param known whether there was a function of that name before
   */
  void loaded(FunctionVersion version, boolean changed, boolean known) {
    boolean better = troubled.remove(version.name());
    if (!serving || !(changed || better)) {
      return;
    }
    if (known) {
      console.say("hearth: " + version.name() + (changed ? " reloaded" : " is good again"));
    } else {
      console.say("hearth: " + version.name() + " is new");
      usage.of(version.name()).forEach(console::say);
    }
  }

  void failed(String function, String message) {
    troubled.add(function);
    console.complain("hearth: " + function + " cannot be invoked: " + message);
  }

  void kept(String function, String message) {
    troubled.add(function);
    console.complain(
        "hearth: " + function + " not reloaded, the version before goes on serving: " + message);
  }

  void refused(Path file, String function, String reasons, boolean serving) {
    troubled.add(function);
    String who = function.isEmpty() ? "" : " Function \"" + function + "\" is invalid:";
    String rest = serving ? "\n  The version before goes on serving." : "";
    console.complain(
        "hearth: "
            + usage.shortened(file)
            + ":"
            + who
            + "\n  "
            + reasons.replace("\n", "\n  ")
            + rest);
  }

  /**
   * @param changed whether the function was another one when it was last published
   */
  void published(String function, int number, boolean changed) {
    console.say(
        "hearth: "
            + function
            + (changed ? " published as version " : " has not changed since version ")
            + number);
  }

  void troubles(String words) {
    console.complain("hearth: " + words);
  }

  void removed(String function) {
    troubled.remove(function);
    console.say("hearth: " + function + " is gone");
  }
}
