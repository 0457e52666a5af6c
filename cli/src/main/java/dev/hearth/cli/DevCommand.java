package dev.hearth.cli;

import dev.hearth.cli.local.LocalMode;
import dev.hearth.cli.local.LocalOptions;
import dev.hearth.cli.local.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hearth dev}: serves the functions of some folders until it is told to stop. */
@Command(
    name = "dev",
    mixinStandardHelpOptions = true,
    versionProvider = Hearth.Version.class,
    sortOptions = false,
    description = {
      "Serves every Function manifest (*.yaml, *.yml) in the folders, by the AWS Lambda API.",
      "",
      "It says how to invoke each function, shows their logs, and loads code and manifests again when they"
          + " change; requests in flight end on the code they began with. Ctrl-C ends everything.",
      ""
    },
    footer = {
      "",
      "The gateway listens on 127.0.0.1. It accepts any credentials. GET /readyz on the management port"
          + " answers 200 when every function has been loaded; /healthz and /metrics are there, too.",
      "",
      "A manifest's code is inline, a folder or a zip. Its annotation hearth.dev/build names a command that"
          + " is run in its folder before, when sources have changed; hearth.dev/services one that runs beside the"
          + " function and prints the line ready when it is.",
      "",
      "Functions find AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN as they are set here,"
          + " else \"local\". Prepared runtimes are kept in HEARTH_CACHE, by default ~/.cache/hearth."
          + " HEARTH_ISOLATION=none starts sandboxes without namespaces, as where the system refuses them.",
      "",
      "Exit code: 0 after Ctrl-C or SIGTERM, 2 for bad arguments, 1 for anything else that goes wrong."
    })
final class DevCommand implements Callable<Integer> {
  /** How long stopping may take, requests in flight and Shutdown phases included. */
  private static final long STOP_SECONDS = 15;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..*",
      description =
          "Folders with manifests, or with folders that have some; by default Hearth's examples.")
  private List<Path> folders = List.of();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the Lambda API; 0 takes a free one. Default: 8080.")
  private int port;

  @Option(
      names = "--management-port",
      paramLabel = "N",
      description = "Port of health and metrics. Default: the port after the other.")
  private Integer managementPort;

  @Option(
      names = "--account",
      paramLabel = "ID",
      defaultValue = "000000000000",
      description = "Account id, twelve digits, in every ARN. Default: 000000000000.")
  private String account;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      defaultValue = "us-east-1",
      description = "Region, in every ARN and in functions' AWS_REGION. Default: us-east-1.")
  private String region;

  @Option(
      names = "--aws-endpoint-url",
      paramLabel = "URL",
      defaultValue = "",
      description = "Handed to functions as AWS_ENDPOINT_URL, so that their AWS clients go there.")
  private String endpointUrl;

  @Override
  public Integer call() throws Exception {
    LocalOptions options =
        new LocalOptions(
            folders(),
            port(port, "--port"),
            port(
                managementPort == null ? (port == 0 ? 0 : port + 1) : managementPort,
                "--management-port"),
            matching("[0-9]{12}", account, "--account wants twelve digits"),
            matching("[a-z0-9-]{1,64}", region, "--region wants a name such as us-east-1"),
            matching(
                "|https?://\\S+", endpointUrl, "--aws-endpoint-url wants a URL with http or https"),
            Home.shim(),
            Home.cache(System.getenv()),
            Home.command(),
            Home.isTerminal(),
            System.getenv());
    var mode = new LocalMode(options, System.out);
    var ended = new CountDownLatch(1);
    Thread starter = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(mode, starter, ended)));
    try {
      mode.run();
    } catch (InterruptedException e) {
      // The hook has interrupted the start; it also ends the process.
    } finally {
      ended.countDown();
    }
    return 0;
  }

  /** Runs on Ctrl-C and SIGTERM, and does nothing when hearth ends by itself. */
  private static void end(LocalMode mode, Thread starter, CountDownLatch ended) {
    if (ended.getCount() == 0) {
      return;
    }
    mode.stop();
    try {
      if (mode.isStarting()) {
        starter.interrupt();
      }
      if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("hearth: stopping took too long; what is left is killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0); // else the JVM would answer the signal with its own exit code
  }

  private List<Path> folders() throws UserErrorException {
    if (folders.isEmpty()) {
      return examples();
    }
    var absolute = new ArrayList<Path>();
    for (Path folder : folders) {
      if (!Files.exists(folder)) {
        throw bad("there is no folder " + folder);
      }
      absolute.add(folder.toAbsolutePath().normalize());
    }
    return absolute;
  }

  private static List<Path> examples() throws UserErrorException {
    Path examples = Home.folder().resolve("examples");
    try (Stream<Path> children = Files.list(examples)) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UserErrorException("there are no examples at " + examples + "; name a FOLDER");
    }
  }

  private int port(int value, String option) {
    if (value < 0 || value > 65_535) {
      throw bad(option + " wants a number from 0 to 65535");
    }
    return value;
  }

  private String matching(String pattern, String value, String problem) {
    if (!value.matches(pattern)) {
      throw bad(problem);
    }
    return value;
  }

  private ParameterException bad(String problem) {
    return new ParameterException(spec.commandLine(), "hearth: " + problem);
  }
}
