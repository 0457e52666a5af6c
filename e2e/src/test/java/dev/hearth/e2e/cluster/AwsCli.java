package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The AWS CLI as it comes from PyPI, in a folder of this build. */
public final class AwsCli {
  private static final String PACKAGE = "awscli==1.45.11";
  private static final Path VENV = Path.of("target", "aws-cli").toAbsolutePath();
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Map<String, String> environment;

  public AwsCli(URI endpoint) throws IOException, InterruptedException {
    environment =
        Map.of(
            "AWS_ENDPOINT_URL_LAMBDA", endpoint.toString(),
            "AWS_ACCESS_KEY_ID", "any",
            "AWS_SECRET_ACCESS_KEY", "any",
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_CONFIG_FILE", "/dev/null",
            "PYTHONUTF8", "1");
    Path complete = VENV.resolve("complete-" + PACKAGE);
    if (!Files.exists(complete)) {
      Command.run(INSTALL_LIMIT, List.of("python3", "-m", "venv", "--clear", VENV.toString()));
      Command.run(INSTALL_LIMIT, List.of(VENV + "/bin/pip", "install", "-q", PACKAGE));
      Files.createFile(complete);
    }
  }

  /** What {@code aws lambda ...} prints; it must succeed. */
  public String lambda(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(VENV + "/bin/aws", "lambda"));
    command.addAll(List.of(words));
    return Command.run(LIMIT, Path.of("."), environment, command);
  }

  /** The payload that a function answers, wherever its namespace is, by name or by ARN. */
  public String invoke(String function, String event) throws IOException, InterruptedException {
    Path answer = Files.createTempFile(Path.of("target"), "answer-", ".json");
    try {
      lambda("invoke", "--function-name", function, "--payload", event, answer.toString());
      return Files.readString(answer);
    } finally {
      Files.delete(answer);
    }
  }
}
