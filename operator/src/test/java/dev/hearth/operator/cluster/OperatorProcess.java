package dev.hearth.operator.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built operator as a process of its own. */
final class OperatorProcess {
  private final Process process;

  private OperatorProcess(Process process) {
    this.process = process;
  }

  static OperatorProcess start(Map<String, String> environment) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            "target/quarkus-app/quarkus-run.jar");
    builder.environment().putAll(environment);
    builder.environment().put("QUARKUS_HTTP_PORT", "0");
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(Path.of("target/operator.log").toFile()));
    return new OperatorProcess(builder.start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends it a signal by name. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Answers whether it ends within a while. */
  boolean awaitEnd() throws InterruptedException {
    return process.waitFor(20, TimeUnit.SECONDS);
  }

  /** Asks it to end; answers whether it did so by itself. */
  boolean stop() throws InterruptedException {
    process.destroy();
    if (awaitEnd()) {
      return true;
    }
    process.destroyForcibly().waitFor();
    return false;
  }
}
