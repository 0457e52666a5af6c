package dev.hearth.shim.rehearsal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;

/** One connection on which the rehearsal plays a gateway or a runtime. */
final class Caller implements Closeable {
  /** What takes longer is not worth waiting for; nobody else waits. */
  private static final int PATIENCE_MS = 20_000;

  private static final String END = "\r\n\r\n";

  private final Socket socket = new Socket();
  private final InputStream in;

  Caller(SocketAddress server) throws IOException {
    socket.connect(server, PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /** What was answered. */
  record Answer(String head, String body) {
    boolean isOk() {
      return head.startsWith("HTTP/1.1 200 ");
    }

    /** Empty where there is none. */
    String header(String name) {
      int from = head.indexOf("\r\n" + name + ": ");
      int start = from + name.length() + 4;
      return from < 0 ? "" : head.substring(start, head.indexOf("\r\n", start));
    }
  }

  /**
   * @param headers lines, each with its end
   */
  Answer call(String methodAndPath, String headers, byte[] body) throws IOException {
    String head =
        methodAndPath
            + " HTTP/1.1\r\nHost: rehearsal\r\n"
            + headers
            + "Content-Length: "
            + body.length
            + END;
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(US_ASCII));
    request.writeBytes(body);
    request.writeTo(socket.getOutputStream());
    return read();
  }

  private Answer read() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith(END)) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("closed instead of an answer");
      }
      head.write(b);
    }
    Answer answer = new Answer(head.toString(ISO_8859_1), "");
    String length = answer.header("Content-Length");
    byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
    return new Answer(answer.head(), new String(body, UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
