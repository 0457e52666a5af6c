package dev.hearth.shim.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.Clock;
import dev.hearth.shim.ShimConfig;
import dev.hearth.shim.api.RuntimeServer;
import dev.hearth.shim.gateway.GatewayServer;
import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.json.JsonObject;
import dev.hearth.shim.lifecycle.SandboxEvent;
import dev.hearth.shim.log.SandboxLog;
import dev.hearth.shim.sandbox.ProcessHost;
import dev.hearth.shim.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A whole life that a spare plays through once before it is claimed, since the first time costs
 * Java some ten times as much as any later: classes, call sites and machine code are made then. It
 * has sockets on loopback, a folder and a log of its own, and leaves nothing behind. A claim that
 * comes meanwhile ends it at its next step.
 */
public final class Rehearsal {
  private static final int INVOCATIONS = 4;
  private static final int NONCE_BYTES = 16;
  private static final int IDENTITY_KEY_BYTES = 32;

  private final Clock clock;
  private final ShimConfig config;
  private final BooleanSupplier spare;
  private final SandboxLog log;

  /**
   * To be called while no other thread opens pipes.
   *
   * @param config the sandbox's own
   * @param spare whether nobody has claimed it yet
   */
  public Rehearsal(Clock clock, ShimConfig config, BooleanSupplier spare) throws IOException {
    this.clock = clock;
    this.config = config;
    this.spare = spare;
    this.log = new SandboxLog(clock);
  }

  /** Plays it; where that cannot be, claims are slower and nothing else. */
  public void run() {
    Path folder = null;
    try (log;
        ServerSocketChannel gateways = listen();
        ServerSocketChannel runtimes = listen()) {
      folder = Files.createTempDirectory(config.tmp(), ".rehearsal");
      play(gateways, runtimes, folder);
    } catch (IOException | GeneralSecurityException | JsonException e) {
      System.err.println("hearth-shim: the rehearsal failed: " + e);
    } finally {
      remove(folder);
    }
  }

  private static ServerSocketChannel listen() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private void play(ServerSocketChannel gateways, ServerSocketChannel runtimes, Path folder)
      throws IOException, GeneralSecurityException, JsonException {
    Script script = new Script();
    ShimConfig own = own(script, folder);
    InetSocketAddress api = (InetSocketAddress) runtimes.getLocalAddress();
    ProcessHost processes =
        new ProcessHost(clock, own, log, "127.0.0.1:" + api.getPort(), Script.SANDBOX);
    RehearsedHost host = new RehearsedHost(processes, api);
    Sandbox sandbox = new Sandbox(clock, 0, log, host, _ -> {});
    GatewayServer server = new GatewayServer(clock, own, sandbox, () -> new byte[NONCE_BYTES]);
    RuntimeServer runtimeServer = new RuntimeServer(sandbox.runtimeDoor(), clock);
    start(() -> server.serve(gateways));
    start(() -> runtimeServer.serve(runtimes));
    try (host;
        Caller gateway = new Caller(gateways.getLocalAddress())) {
      claim(gateway, script);
    } finally {
      sandbox.tell(new SandboxEvent.Drain());
    }
  }

  private ShimConfig own(Script script, Path folder) {
    return new ShimConfig(
        config.listen(),
        config.runtimeApi(),
        Script.SANDBOX,
        ByteBuffer.allocate(IDENTITY_KEY_BYTES),
        List.of(script.publicKey()),
        0,
        folder.resolve("task"),
        folder.resolve("layers"),
        folder,
        Optional.empty(),
        config.inherited());
  }

  private void claim(Caller gateway, Script script)
      throws IOException, GeneralSecurityException, JsonException {
    byte[] nothing = new byte[0];
    Caller.Answer asked = gateway.call("GET /v1/hello", "", nothing);
    String nonce = JsonObject.parse(asked.body()).string("nonce");
    expect(gateway.call("POST /v1/hello", script.hello(nonce, clock.millis()), nothing));
    if (!spare.getAsBoolean()) {
      return;
    }
    expect(gateway.call("POST /v1/specialise", Script.specialise(), Script.code()));
    for (int i = 0; i < INVOCATIONS && spare.getAsBoolean(); i++) {
      expect(gateway.call("POST /v1/invoke", Script.invoke(i), "{}".getBytes(UTF_8)));
    }
  }

  private static void expect(Caller.Answer answer) throws IOException {
    if (!answer.isOk()) {
      throw new IOException(answer.head() + answer.body());
    }
  }

  private interface Serving {
    void run() throws IOException;
  }

  private static void start(Serving serving) {
    Thread thread =
        new Thread(
            () -> {
              try {
                serving.run();
              } catch (IOException _) {
                // Closed at the end of the rehearsal.
              }
            },
            "rehearsal-server");
    thread.setDaemon(true);
    thread.start();
  }

  private static void remove(Path folder) {
    if (folder == null) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("hearth-shim: the rehearsal's folder is still there: " + e);
    }
  }
}
