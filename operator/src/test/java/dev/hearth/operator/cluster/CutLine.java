package dev.hearth.operator.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to an API server that a test can cut: connections break, and new ones get no answer. */
final class CutLine implements AutoCloseable {
  private final InetSocketAddress to;
  private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  CutLine(URI api) throws IOException {
    to = new InetSocketAddress(api.getHost(), api.getPort());
    Thread.ofVirtual().start(this::accept);
  }

  /** The kubeconfig with this line in the API server's place. */
  Path kubeconfig(Path original, URI api) throws IOException {
    String here = "https://127.0.0.1:" + server.getLocalPort();
    String text = Files.readString(original);
    String origin = api.getScheme() + "://" + api.getAuthority();
    return Files.writeString(
        Files.createTempFile(Path.of("target"), "cut-line-", ".kubeconfig"),
        text.replace(origin, here));
  }

  void cut() throws IOException {
    cut = true;
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket from = server.accept();
        if (cut) {
          from.close();
          continue;
        }
        var socket = new Socket(to.getAddress(), to.getPort());
        sockets.add(from);
        sockets.add(socket);
        Thread.ofVirtual().start(() -> copy(from, socket));
        Thread.ofVirtual().start(() -> copy(socket, from));
      } catch (IOException e) {
        // Whoever called calls again; the server's own end ends the loop.
      }
    }
  }

  private void copy(Socket from, Socket into) {
    try (from;
        into) {
      from.getInputStream().transferTo(into.getOutputStream());
    } catch (IOException e) {
      // A line that was cut looks like this.
    }
    sockets.remove(from);
    sockets.remove(into);
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
