package dev.hearth.cli.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** The AWS CLI and boto3 from PyPI, in a virtual environment of this build. */
final class PythonClients {
  private static final List<String> PACKAGES = List.of("awscli==1.45.11", "boto3==1.43.11");
  private static final Path VENV = Path.of("target", "aws-clients").toAbsolutePath();

  /** Starts a script that finds boto3's client as {@code client}. */
  private static final String PRELUDE =
      """
      import base64, boto3, json, sys
      from botocore.config import Config
      client = boto3.client(
          "lambda", config=Config(retries={"total_max_attempts": 1}, read_timeout=60))
      """;

  private final String endpoint;

  /**
   * What a client did.
   *
   * @param output standard output and error
   */
  record Ended(int status, String output) {}

  PythonClients(String endpoint) throws IOException, InterruptedException {
    this.endpoint = endpoint;
    prepare();
  }

  /** Runs a script with boto3; what it prints is the answer. */
  String boto3(String script) throws IOException, InterruptedException {
    Ended ended = run(List.of("python", "-c", PRELUDE + script));
    assertEquals(0, ended.status(), ended.output());
    return ended.output();
  }

  /** Runs {@code aws lambda ...}. */
  Ended cli(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("aws", "lambda"));
    command.addAll(List.of(words));
    return run(command);
  }

  private Ended run(List<String> command) throws IOException, InterruptedException {
    var words = new ArrayList<>(command);
    words.set(0, VENV.resolve("bin").resolve(command.getFirst()).toString());
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_ENDPOINT_URL_LAMBDA", endpoint);
    builder.environment().put("AWS_ACCESS_KEY_ID", "any");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "any");
    builder.environment().put("AWS_DEFAULT_REGION", "us-east-1");
    builder.environment().put("AWS_CONFIG_FILE", "/dev/null");
    builder.environment().put("PYTHONUTF8", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Ended(process.waitFor(), output);
  }

  private static synchronized void prepare() throws IOException, InterruptedException {
    Path complete = VENV.resolve("complete");
    if (Files.exists(complete) && Files.readString(complete).equals(PACKAGES.toString())) {
      return;
    }
    var install = new ArrayList<>(List.of(VENV + "/bin/pip", "install", "-q"));
    install.addAll(PACKAGES);
    step(List.of("python3", "-m", "venv", "--clear", VENV.toString()));
    step(install);
    Files.writeString(complete, PACKAGES.toString());
  }

  private static void step(List<String> command) throws IOException, InterruptedException {
    Path log = Path.of("target", "aws-clients.log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    int status;
    try {
      status = builder.redirectOutput(log.toFile()).start().waitFor();
    } catch (IOException e) {
      throw skip("python3 is missing: " + e.getMessage());
    }
    if (status != 0) {
      throw skip(String.join(" ", command) + " failed:\n" + Files.readString(log));
    }
  }

  private static TestAbortedException skip(String reason) {
    System.err.println("SKIPPED: the AWS CLI and boto3 are not tested. " + reason);
    return new TestAbortedException(reason);
  }
}
