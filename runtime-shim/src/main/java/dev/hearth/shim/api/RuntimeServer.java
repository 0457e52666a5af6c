package dev.hearth.shim.api;

import dev.hearth.shim.Clock;
import dev.hearth.shim.http.HttpLimits;
import dev.hearth.shim.http.Wire;
import dev.hearth.shim.sandbox.RuntimeDoor;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Takes connections of runtimes, one thread each. */
public final class RuntimeServer {
  private static final long STACK_BYTES = 256 * 1024;

  private final RuntimeDoor sandbox;
  private final Clock clock;

  public RuntimeServer(RuntimeDoor sandbox, Clock clock) {
    this.sandbox = sandbox;
    this.clock = clock;
  }

  /** Runs until the server is closed. */
  public void serve(ServerSocketChannel server) throws IOException {
    while (true) {
      SocketChannel channel = server.accept();
      if (!sandbox.connections().opened()) {
        channel.close();
        continue;
      }
      Wire wire = new Wire(channel, HttpLimits.RUNTIME);
      RuntimeConnection connection =
          new RuntimeConnection(sandbox, clock, sandbox.generation(), wire);
      new Thread(null, connection, "runtime", STACK_BYTES).start();
    }
  }
}
