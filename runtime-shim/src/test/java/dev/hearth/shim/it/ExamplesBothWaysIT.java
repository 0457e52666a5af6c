package dev.hearth.shim.it;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example runs in a spare as after a plain start: it answers the same, and sees the same
 * variables, arguments, folder and places that code comes from.
 */
class ExamplesBothWaysIT {
  private static final String EVENT = "{\"queryStringParameters\":{\"name\":\"Hearth\"}}";

  @TempDir Path folder;

  static List<Path> examples() throws IOException {
    try (var all = Files.list(Path.of("../examples"))) {
      return all.map(example -> example.resolve("function.yaml"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_sees_and_answers_the_same(Path manifest) throws Exception {
    String runtime = runtime(manifest);
    if (runtime.startsWith("python")) {
      PrestartIT python = new PrestartIT();
      python.folder = folder;
      python.a_runtime_as_in_an_image();
      python.anExampleSeesAndAnswersTheSame(manifest);
    } else if (runtime.startsWith("nodejs")) {
      PrestartNodeIT node = new PrestartNodeIT();
      node.a_runtime_as_in_an_image();
      node.anExampleSeesAndAnswersTheSame();
    } else if (runtime.startsWith("java")) {
      PrestartJavaIT java = new PrestartJavaIT();
      java.folder = folder;
      java.a_runtime_as_in_an_image();
      java.anExampleSeesAndAnswersTheSame();
    } else {
      assertEqualBothWays(bootstrap(manifest.getParent().getFileName().toString()));
    }
  }

  private static String runtime(Path manifest) throws IOException {
    return Files.readAllLines(manifest).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("runtime: "))
        .map(line -> line.substring("runtime: ".length()))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bootstrap(String example) throws IOException, InterruptedException {
    return switch (example) {
      case "hello-go" -> Tools.goBootstrap();
      case "hello-rust" -> Tools.rustBootstrap();
      default -> fail("nobody compares " + example);
    };
  }

  /** A spare that has another runtime started, which goes. */
  private static void assertEqualBothWays(byte[] bootstrap) throws Exception {
    String words = "[\"%s\",\"-c\",\"pass\"]".formatted(Tools.python());
    String other = "{\"instead\":" + words + ",\"command\":" + words + "}";
    assertEquals(seen(bootstrap, Map.of()), seen(bootstrap, Map.of("HEARTH_PRESTART", other)));
  }

  /** What the system shows of the program, which asks for nothing else, and its answer. */
  private static String seen(byte[] bootstrap, Map<String, String> more) throws Exception {
    byte[] code = new Zip().file("bootstrap", bootstrap).withMode(0100755);
    Settings settings = Settings.running("${taskRoot}/bootstrap").with("STAGE", "dev");
    try (ShimProcess shim = Shims.start(more);
        TestGateway gateway = shim.gateway()) {
      shim.awaitRehearsal();
      HttpReply reply = gateway.specialise(settings.timeout(60_000).text(), code);
      assertFalse(reply.body().contains("initError"), () -> reply.body() + shim.log());
      String answer = gateway.invoke(EVENT).body();
      Path process = Path.of("/proc", pid(shim, "bootstrap"));
      return Stream.of(
              answer,
              Files.readSymbolicLink(process.resolve("cwd")).toString(),
              Files.readString(process.resolve("cmdline")),
              Stream.of(Files.readString(process.resolve("environ")).split("\0", -1))
                  .sorted()
                  .collect(joining("\n")))
          .collect(joining("\n"))
          .replace(shim.folder().toString(), "FOLDER")
          .replaceAll("127.0.0.1:[0-9]+", "API")
          .replaceAll("AWS_LAMBDA_LOG_STREAM_NAME=[0-9a-f]+", "STREAM");
    }
  }

  /** Of the one process that there is besides the shim. */
  private static String pid(ShimProcess shim, String program) {
    List<ProcessHandle> processes = shim.process().descendants().toList();
    assertEquals(1, processes.size(), processes::toString);
    assertEquals(
        program,
        Path.of(processes.getFirst().info().command().orElseThrow()).getFileName().toString());
    return Long.toString(processes.getFirst().pid());
  }
}
