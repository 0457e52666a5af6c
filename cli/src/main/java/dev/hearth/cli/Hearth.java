package dev.hearth.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code hearth} command. */
@Command(
    name = "hearth",
    description = "Runs AWS Lambda functions on this machine.",
    subcommands = {DevCommand.class, InvokeCommand.class, LogsCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  test    Run Hearth's own tests; Maven's options pass through",
      "",
      "COMMAND --help tells more about each."
    })
public final class Hearth {
  private Hearth() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Hearth())
        .setCommandName("hearth")
        .setExpandAtFiles(false) // --payload @FILE is the event, not more arguments
        .setExecutionExceptionHandler(Hearth::failed);
  }

  private static int failed(
      Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    if (problem instanceof UserErrorException) {
      command.getErr().println("hearth: " + problem.getMessage());
    } else {
      problem.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
