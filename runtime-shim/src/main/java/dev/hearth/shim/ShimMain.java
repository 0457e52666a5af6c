package dev.hearth.shim;

import dev.hearth.shim.api.RuntimeServer;
import dev.hearth.shim.gateway.GatewayServer;
import dev.hearth.shim.lifecycle.SandboxEvent;
import dev.hearth.shim.log.LogPump;
import dev.hearth.shim.log.SandboxLog;
import dev.hearth.shim.rehearsal.Rehearsal;
import dev.hearth.shim.sandbox.ProcessHost;
import dev.hearth.shim.sandbox.Sandbox;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/** Starts the shim; see its README for the environment it reads. */
public final class ShimMain {
  private static final int NONCE_BYTES = 16;
  private static final int BACKLOG = 64;
  private static final long STACK_BYTES = 256 * 1024;

  /** Time for the log's last lines where nobody reads them. */
  private static final long LAST_WORDS_MS = 200;

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final SecureRandom random = new SecureRandom();

  private ShimMain() {}

  public static void main(String[] arguments) {
    try {
      new ShimMain().run(ShimConfig.of(System.getenv()));
    } catch (IllegalArgumentException | IOException | GeneralSecurityException e) {
      System.err.println("hearth-shim: " + e.getMessage());
      Runtime.getRuntime().halt(2);
    }
  }

  private void run(ShimConfig config) throws IOException, GeneralSecurityException {
    Clock clock = new Clock(InstantSource.system(), System::nanoTime);
    SandboxLog log = new SandboxLog(clock);
    LogPump pump = new LogPump(log, out);
    ServerSocketChannel gateways = listen(config.listen());
    ServerSocketChannel runtimes = listen(config.runtimeApi());
    String logStream = HexFormat.of().formatHex(bytes(NONCE_BYTES));
    ProcessHost host =
        new ProcessHost(clock, config, log, address(config.runtimeApi(), runtimes), logStream);
    Sandbox sandbox = new Sandbox(clock, config.epoch(), log, host, code -> end(pump, code));
    GatewayServer server = new GatewayServer(clock, config, sandbox, () -> bytes(NONCE_BYTES));
    RuntimeServer api = new RuntimeServer(sandbox.runtimeDoor(), clock);
    Runtime.getRuntime().addShutdownHook(new Thread(null, () -> drain(sandbox), "drain"));
    Rehearsal rehearsal = new Rehearsal(clock, config, sandbox::isSpare);
    start(
        "rehearsal",
        () -> {
          host.prestart(besideJar("prestart"));
          rehearsal.run();
        });
    say("hearth-shim listening on " + address(config.listen(), gateways));
    start("log", pump::run);
    start("watchdog", sandbox.watchdog());
    start("runtime-api", () -> serve(() -> api.serve(runtimes)));
    server.serve(gateways);
  }

  private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      return server.bind(address, BACKLOG);
    } catch (IOException e) {
      server.close();
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  private static Path besideJar(String name) {
    return Path.of(System.getProperty("java.class.path")).resolveSibling(name);
  }

  private static String address(InetSocketAddress asked, ServerSocketChannel server)
      throws IOException {
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    return asked.getHostString() + ":" + port;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private void say(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private interface Serving {
    void run() throws IOException;
  }

  private static void serve(Serving serving) {
    try {
      serving.run();
    } catch (IOException e) {
      System.err.println("hearth-shim: the Runtime API has ended: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  /** SIGTERM: ends the process with 0 when the running invocation is over, and not before. */
  private static void drain(Sandbox sandbox) {
    sandbox.tell(new SandboxEvent.Drain());
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(LogPump pump, int code) {
    Thread lastWords = new Thread(null, pump::flushQuietly, "last-words", STACK_BYTES);
    lastWords.start();
    try {
      lastWords.join(LAST_WORDS_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code);
  }
}
