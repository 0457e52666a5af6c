package dev.hearth.shim.it;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A shim with a process that does nothing as its runtime, a gateway's connection and a runtime's,
 * both in the test's hands.
 */
public final class Stage implements Closeable {
  private static final long PATIENCE_S = 30;

  public final ShimProcess shim;
  public final TestGateway gateway;
  private final String api;
  private final ExecutorService asking = Executors.newCachedThreadPool();
  private RuntimeByHand runtime;

  private Stage(ShimProcess shim, String api) throws Exception {
    this.shim = shim;
    this.api = api;
    this.gateway = shim.gateway();
  }

  /** Specialised and parked in {@code next}. */
  public static Stage ready(Settings settings) throws Exception {
    Stage stage = spare();
    Future<HttpReply> specialised = stage.specialise(settings);
    stage.runtime().sendNext();
    HttpReply reply = get(specialised);
    if (reply.status() != 200) {
      throw new IOException("specialise failed: " + reply);
    }
    return stage;
  }

  public static Stage ready() throws Exception {
    return ready(sleeping());
  }

  public static Stage spare() throws Exception {
    String api = Shims.freeAddress();
    return new Stage(Shims.startWithApi(api), api);
  }

  public static Settings sleeping() {
    return Settings.running("/bin/sleep", "1000");
  }

  /** Asks for specialise and waits until the runtime's process runs. */
  public Future<HttpReply> specialise(Settings settings) throws Exception {
    Future<HttpReply> reply = asking.submit(() -> gateway.specialise(settings.text()));
    shim.awaitLine(line -> line.startsWith("INIT_START") || line.contains("platform.initStart"));
    return reply;
  }

  /** The runtime's connection that is kept. */
  public RuntimeByHand runtime() throws IOException {
    if (runtime == null) {
      runtime = connect();
    }
    return runtime;
  }

  public RuntimeByHand connect() throws IOException {
    return new RuntimeByHand(api);
  }

  public Future<HttpReply> invoke(String event) {
    return asking.submit(() -> gateway.invoke(event));
  }

  public static HttpReply get(Future<HttpReply> reply)
      throws InterruptedException, ExecutionException, TimeoutException {
    return reply.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** Fails unless the sandbox still serves; the runtime must be parked or about to be. */
  public void assertServes() throws Exception {
    Future<HttpReply> reply = invoke("\"still\"");
    HttpReply next = runtime().read();
    String id = RuntimeByHand.id(next);
    runtime().respond(id, next.body());
    if (!get(reply).body().equals("\"still\"")) {
      throw new AssertionError("the sandbox does not serve any more; log: " + shim.log());
    }
  }

  public List<String> log() {
    return shim.log();
  }

  @Override
  public void close() throws IOException {
    asking.shutdownNow();
    if (runtime != null) {
      runtime.close();
    }
    gateway.close();
    shim.close();
  }
}
