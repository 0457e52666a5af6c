package dev.hearth.gateway.testing;

import dev.hearth.gateway.function.FunctionVersion;
import dev.hearth.gateway.sandbox.SandboxAddress;
import dev.hearth.gateway.sandbox.SandboxSource;
import dev.hearth.gateway.sandbox.SandboxUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Sandboxes that are the real shim's image, each a process with folders of its own. */
public final class ShimProcesses implements SandboxSource, AutoCloseable {
  private static final Path IMAGE = Path.of("../runtime-shim/target/image/bin/hearth-shim");
  private static final String LISTENING = "hearth-shim listening on ";

  public final List<SandboxAddress> acquired = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final String gatewayKey;
  private final Map<String, Process> processes = new ConcurrentHashMap<>();

  public ShimProcesses(Path folder, String gatewayKey) {
    this.folder = folder;
    this.gatewayKey = gatewayKey;
  }

  /** Whether the shim has been built. */
  public static boolean available() {
    return Files.isExecutable(IMAGE);
  }

  @Override
  public Future<SandboxAddress> acquire(FunctionVersion function) {
    Promise<SandboxAddress> promise = Promise.promise();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                SandboxAddress address = start();
                acquired.add(address);
                promise.complete(address);
              } catch (IOException e) {
                promise.fail(new SandboxUnavailableException(e.toString()));
              }
            });
    return promise.future();
  }

  private SandboxAddress start() throws IOException {
    String uid = UUID.randomUUID().toString();
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    String identity = Base64.getEncoder().encodeToString(key);
    Path home = folder.resolve(uid);
    var builder = new ProcessBuilder(IMAGE.toAbsolutePath().toString());
    Map<String, String> environment = builder.environment();
    environment.put("HEARTH_LISTEN", "127.0.0.1:0");
    environment.put("HEARTH_RUNTIME_API", "127.0.0.1:0");
    environment.put("HEARTH_SANDBOX_UID", uid);
    environment.put("HEARTH_IDENTITY_KEY", identity);
    environment.put("HEARTH_GATEWAY_KEYS", gatewayKey);
    for (String root : List.of("TASK_ROOT", "LAYER_ROOT", "TMP")) {
      Path path = Files.createDirectories(home.resolve(root));
      environment.put("HEARTH_" + root, path.toString());
    }
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.put(uid, process);
    var lines = process.inputReader();
    String line = lines.readLine();
    if (line == null || !line.startsWith(LISTENING)) {
      throw new IOException("the shim said " + line);
    }
    Thread.ofVirtual().start(() -> lines.lines().forEach(log -> {}));
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    return new SandboxAddress(uid, "127.0.0.1", port, identity);
  }

  /** Ends a sandbox as the kernel would: at once. */
  public void kill(SandboxAddress sandbox) {
    processes.get(sandbox.uid()).destroyForcibly();
  }

  @Override
  public void release(SandboxAddress sandbox) {
    Process process = processes.get(sandbox.uid());
    if (process != null) {
      process.destroy();
    }
  }

  @Override
  public void close() {
    for (Process process : processes.values()) {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
