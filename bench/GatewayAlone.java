import dev.hearth.gateway.GatewayConfig;
import dev.hearth.gateway.GatewayKeys;
import dev.hearth.gateway.GatewayServer;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.Artifact;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Revision;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxSource;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A gateway as local mode runs it, whose sandboxes echo: PORT MANAGEMENT_PORT ECHO_SANDBOX [FUNCTIONS]. Beside the one that is
 * invoked there are as many others as make up FUNCTIONS, each with variables, code, a reservation or none.
 */
class GatewayAlone {
  public static void main(String[] args) throws Exception {
    var config =
        GatewayConfig.local(
            "127.0.0.1",
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            "000000000000",
            "us-east-1");
    var catalogue = new Catalogue();
    // An account of the usual size has 10,000 requests a second.
    int functions = args.length > 3 ? Integer.parseInt(args[3]) : 1;
    var entries = new HashMap<FunctionId, Catalogue.Entry>();
    var reserved = new HashMap<FunctionId, Limits.Reservation>();
    entries.put(echo().id(), new Catalogue.Entry.Ready(echo()));
    for (int i = 1; i < functions; i++) {
      FunctionVersion other = other(i);
      entries.put(other.id(), new Catalogue.Entry.Ready(other));
      if (i % 10 == 0) {
        reserved.put(other.id(), new Limits.Reservation(5, Instant.EPOCH));
      }
    }
    catalogue.limit(_ -> new Limits(Map.of(Accounts.LOCAL_NAMESPACE, 100_000), reserved));
    catalogue.update(_ -> entries);
    var artifacts = new ArtifactStore(Files.createTempDirectory("hearth-bench-"), Runnable::run);
    var keys = GatewayKeys.generate();
    var source = EchoSandboxes.start(args[2], keys.publicKeyBase64());
    Runtime.getRuntime().addShutdownHook(new Thread(source.process()::destroy));
    var server = new GatewayServer(config, catalogue, artifacts, source, keys);
    server.start().toCompletionStage().toCompletableFuture().join();
    Thread.currentThread().join();
  }

  private static FunctionVersion echo() {
    return function("echo", Map.of(), List.of());
  }

  private static FunctionVersion other(int number) {
    var variables = new HashMap<String, String>();
    for (int i = 0; i < 5; i++) {
      variables.put("VARIABLE_" + i, "of function " + number);
    }
    var code = new Artifact(Artifact.Kind.CODE, String.format("%064x", number), 1_000);
    return function("function-" + number, variables, List.of(code));
  }

  private static FunctionVersion function(
      String name, Map<String, String> variables, List<Artifact> artifacts) {
    return Revision.stamp(
        new FunctionVersion(
            new FunctionId(Accounts.LOCAL_NAMESPACE, name),
            FunctionVersion.LATEST,
            "",
            "provided.al2023",
            List.of("echo"),
            Map.of(),
            FunctionVersion.TASK_ROOT,
            "echo",
            128,
            30_000,
            512,
            variables,
            Map.of(),
            FunctionVersion.Logging.TEXT,
            artifacts,
            ""));
  }

  /** Hands out sandboxes of one echoing process; there are more than a measurement's connections. */
  private record EchoSandboxes(Process process, Queue<SandboxAddress> free)
      implements SandboxSource {
    private static final int COUNT = 100;
    private static final String IDENTITY_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    static EchoSandboxes start(String program, String gatewayKey) throws IOException {
      var builder = new ProcessBuilder(program, Integer.toString(COUNT));
      builder.environment().put("HEARTH_LISTEN", "127.0.0.1:0");
      builder.environment().put("HEARTH_SANDBOX_UID", "echo");
      builder.environment().put("HEARTH_IDENTITY_KEY", IDENTITY_KEY);
      builder.environment().put("HEARTH_GATEWAY_KEYS", gatewayKey);
      var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var free = new ConcurrentLinkedQueue<SandboxAddress>();
      var lines = process.inputReader();
      for (int i = 0; i < COUNT; i++) {
        String line = lines.readLine();
        int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        free.add(new SandboxAddress("echo-" + i, "127.0.0.1", port, IDENTITY_KEY));
      }
      return new EchoSandboxes(process, free);
    }

    @Override
    public Future<SandboxAddress> acquire(FunctionVersion function) {
      SandboxAddress sandbox = free.poll();
      return sandbox == null
          ? Future.failedFuture("no more than " + COUNT + " echoing sandboxes")
          : Future.succeededFuture(sandbox);
    }

    @Override
    public void release(SandboxAddress sandbox) {}
  }
}
