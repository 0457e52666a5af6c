import dev.hearth.gateway.GatewayConfig;
import dev.hearth.gateway.GatewayKeys;
import dev.hearth.gateway.GatewayServer;
import dev.hearth.gateway.function.ArtifactStore;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxSource;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A gateway as local mode runs it, whose sandboxes echo: PORT MANAGEMENT_PORT ECHO_SANDBOX. */
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
    catalogue.limit(_ -> new Limits(Map.of(Accounts.LOCAL_NAMESPACE, 100_000), Map.of()));
    catalogue.update(_ -> Map.of(echo().id(), new Catalogue.Entry.Ready(echo())));
    var artifacts = new ArtifactStore(Files.createTempDirectory("hearth-bench-"));
    var keys = GatewayKeys.generate();
    var source = EchoSandboxes.start(args[2], keys.publicKeyBase64());
    Runtime.getRuntime().addShutdownHook(new Thread(source.process()::destroy));
    var server = new GatewayServer(config, catalogue, artifacts, source, keys);
    server.start().toCompletionStage().toCompletableFuture().join();
    Thread.currentThread().join();
  }

  private static FunctionVersion echo() {
    return new FunctionVersion(new FunctionId(Accounts.LOCAL_NAMESPACE, "echo"),
        FunctionVersion.LATEST,
        "1",
        "provided.al2023",
        List.of("echo"),
        Map.of(),
FunctionVersion.TASK_ROOT,
        "echo",
        128,
        30_000,
        512,
        Map.of(),
        Map.of(),
FunctionVersion.Logging.TEXT,
        List.of(), "");
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
