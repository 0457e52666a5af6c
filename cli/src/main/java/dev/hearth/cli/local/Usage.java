package dev.hearth.cli.local;

import java.nio.file.Path;
import java.util.List;

/**
 * Says how a function is invoked.
 *
 * @param command how the user calls hearth
 * @param port of the Lambda API
 * @param defaultPort the port that hearth takes when none is given
 * @param here the folder in which hearth was started
 */
record Usage(String command, int port, int defaultPort, Path here) {
  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** One line for each way. */
  List<String> of(String function) {
    String option = port == defaultPort ? "" : " --port " + port;
    return List.of(
        "    %s invoke %s --payload '{}'%s".formatted(command, function, option),
        "    aws lambda invoke --endpoint-url %s --function-name %s --cli-binary-format raw-in-base64-out --payload '{}' /dev/stdout"
            .formatted(endpoint(), function),
        "    curl -d '{}' %s/2015-03-31/functions/%s/invocations".formatted(endpoint(), function));
  }

  /** A path as the user would type it here. */
  String shortened(Path path) {
    return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
  }
}
