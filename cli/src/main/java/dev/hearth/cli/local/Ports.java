package dev.hearth.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The two ports of local mode.
 *
 * @param api of the Lambda API
 * @param management of health and metrics
 */
record Ports(int api, int management) {
  /** Finds out that a port is taken before anything else is done; 0 becomes a free one. */
  static Ports free(int api, int management) throws UserErrorException {
    try (ServerSocket first = open(api, "--port");
        ServerSocket second = open(management, "--management-port")) {
      return new Ports(first.getLocalPort(), second.getLocalPort());
    } catch (IOException e) {
      throw new UserErrorException("the ports could not be tried: " + e.getMessage());
    }
  }

  private static ServerSocket open(int port, String option) throws IOException, UserErrorException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new UserErrorException(
          "port %d of %s is taken (%s); give another with %s N"
              .formatted(port, LocalOptions.HOST, e.getMessage(), option));
    }
  }
}
