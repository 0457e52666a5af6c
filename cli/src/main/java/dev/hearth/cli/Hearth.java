package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.cli.local.UserErrorException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code hearth} command. */
@Command(
    name = "hearth",
    mixinStandardHelpOptions = true,
    versionProvider = Hearth.Version.class,
    description = "Runs AWS Lambda functions on this machine.",
    subcommands = {DevCommand.class, InvokeCommand.class, LogsCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  images  Make the container images for Kubernetes",
      "  test    Run Hearth's own tests; Maven's options pass through",
      "",
      "COMMAND --help tells more about each."
    })
public final class Hearth {
  private Hearth() {}

  /** What is printed for --version. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      try (InputStream in = Hearth.class.getResourceAsStream("hearth.version")) {
        return new String[] {"hearth " + new String(in.readAllBytes(), UTF_8).strip()};
      }
    }
  }

  public static void main(String[] arguments) {
    // One line for what libraries and the gateway have to say, as for everything else.
    System.setProperty("java.util.logging.SimpleFormatter.format", "hearth: %5$s%6$s%n");
    System.exit(execute(arguments));
  }

  /**
   * Does not even look at commands that were not asked for: that would take longer than to invoke.
   */
  private static int execute(String[] arguments) {
    Object command =
        switch (arguments.length == 0 ? "" : arguments[0]) {
          case "invoke" -> new InvokeCommand();
          case "logs" -> new LogsCommand();
          case String _ -> null;
        };
    return command == null
        ? configured(new CommandLine(new Hearth()).setCommandName("hearth")).execute(arguments)
        : configured(new CommandLine(command).setCommandName("hearth " + arguments[0]))
            .execute(Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static CommandLine configured(CommandLine command) {
    return command
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
