package dev.hearth.shim.gateway;

import dev.hearth.shim.Clock;
import dev.hearth.shim.ShimConfig;
import dev.hearth.shim.http.HttpLimits;
import dev.hearth.shim.http.Wire;
import dev.hearth.shim.sandbox.Sandbox;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Takes connections of gateways, one thread each. Strangers find a place too, but the oldest of
 * those that have not said hello goes when there are too many.
 */
public final class GatewayServer {
  /** Connections that have not said hello. */
  private static final int STRANGERS = 16;

  /** Connections of gateways: each keeps one, or a few while it changes them. */
  private static final int GATEWAYS = 64;

  private static final long STACK_BYTES = 256 * 1024;

  final Clock clock;
  final ShimConfig config;
  final Sandbox sandbox;
  final Hello hello;
  private final Supplier<byte[]> nonces;
  private final Deque<Wire> strangers = new ArrayDeque<>();
  private int gateways;

  /**
   * @param nonces 16 fresh random bytes each time
   */
  public GatewayServer(Clock clock, ShimConfig config, Sandbox sandbox, Supplier<byte[]> nonces)
      throws GeneralSecurityException {
    this.clock = clock;
    this.config = config;
    this.sandbox = sandbox;
    this.nonces = nonces;
    this.hello = new Hello(config.sandboxUid(), config.identityKey(), config.gatewayKeys());
  }

  String nonce() {
    return Base64.getEncoder().encodeToString(nonces.get());
  }

  /** Runs until the server is closed. */
  public void serve(ServerSocketChannel server) throws IOException {
    while (true) {
      SocketChannel channel = server.accept();
      Wire wire = new Wire(channel, HttpLimits.GATEWAY);
      arrived(wire);
      new Thread(null, new GatewayConnection(this, wire), "gateway", STACK_BYTES).start();
    }
  }

  private synchronized void arrived(Wire wire) throws IOException {
    if (strangers.size() == STRANGERS) {
      strangers.removeFirst().close();
    }
    strangers.addLast(wire);
  }

  /** The connection has said hello; false where there are too many that have. */
  synchronized boolean welcome(Wire wire) {
    if (gateways == GATEWAYS || !strangers.remove(wire)) {
      return false;
    }
    gateways++;
    return true;
  }

  synchronized void left(Wire wire, boolean welcomed) {
    if (welcomed) {
      gateways--;
    } else {
      strangers.remove(wire);
    }
  }
}
