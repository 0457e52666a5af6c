package dev.hearth.cli.process;

/** How far this system lets processes be apart from the rest of the machine. */
public sealed interface Isolation {
  /**
   * Process and mount namespaces: whoever is first in them takes all others along when it ends.
   *
   * @param user whether a user namespace is needed, because hearth does not run as root
   */
  record Namespaces(boolean user) implements Isolation {}

  /**
   * The system refuses.
   *
   * @param reason what it said
   */
  record None(String reason) implements Isolation {}
}
