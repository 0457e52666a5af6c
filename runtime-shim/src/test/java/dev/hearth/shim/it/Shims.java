package dev.hearth.shim.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;

/** Starts shims from the image that the build made. */
public final class Shims {
  public static final Path IMAGE = Path.of("target/image").toAbsolutePath();

  private static final String COMMAND = IMAGE.resolve("bin/hearth-shim").toString();

  private Shims() {}

  public static ShimProcess start() throws IOException, GeneralSecurityException {
    return ShimProcess.start(List.of(COMMAND));
  }

  /** With more variables. */
  public static ShimProcess start(Map<String, String> variables)
      throws IOException, GeneralSecurityException {
    return ShimProcess.start(List.of(COMMAND), variables);
  }

  /** With pid 1 in a pid namespace of its own. */
  public static ShimProcess startAsPid1() throws IOException, GeneralSecurityException {
    return ShimProcess.start(
        List.of("unshare", "--pid", "--mount", "--fork", "--mount-proc", "--kill-child", COMMAND));
  }

  /** With a Runtime API that the test itself may talk to. */
  public static ShimProcess startWithApi(String address)
      throws IOException, GeneralSecurityException {
    return ShimProcess.start(List.of(COMMAND), Map.of("HEARTH_RUNTIME_API", address));
  }

  public static String freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }
}
