package dev.hearth.images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code hearth images}. */
@Command(
    name = "hearth images",
    mixinStandardHelpOptions = true,
    description =
        "Makes the container images of operator, gateway and shim, for this machine's architecture.")
final class Images implements Callable<Integer> {
  @ArgGroup(multiplicity = "1", exclusive = false)
  private Destination destination;

  @Spec private CommandSpec command;

  /** Where images go; both may be asked for. */
  static final class Destination {
    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "Write one tar for each image here, as docker load and ctr import take it")
    private Path out;

    @Option(
        names = "--push",
        paramLabel = "REGISTRY",
        description =
            "Push there, e.g. registry.example.com/team; logs in with what docker login has left")
    private String registry;

    @Option(
        names = "--plain-http",
        description = "The registry may be one without TLS, or with a certificate nobody knows")
    private boolean plainHttp;
  }

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Images())
            .setExecutionExceptionHandler(Images::failed)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("hearth.home"));
    String version = Images.class.getPackage().getImplementationVersion();
    var writer = new ImageWriter(version, home.resolve("images/target/jib"));
    say("linking Java");
    var images = HearthImages.of(home, version, LinkedJava.in(home.resolve("images/target/java")));
    for (ContainerImage image : images) {
      if (destination.out != null) {
        Files.createDirectories(destination.out);
        Path tar = destination.out.resolve(image.name() + ".tar");
        writer.write(image, tar);
        say("%s %s (%.1f MB)".formatted(writer.reference(image), tar, Files.size(tar) / 1e6));
      }
      if (destination.registry != null) {
        say(writer.push(image, destination.registry, destination.plainHttp));
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private void say(String what) {
    command.commandLine().getOut().println("hearth: " + what);
  }

  private static int failed(
      Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    if (problem instanceof ImageException) {
      command.getErr().println("hearth: " + problem.getMessage());
    } else {
      problem.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
