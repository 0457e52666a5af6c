package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;

/** A kept connection that sends what it is told, right or wrong, and reads replies. */
public class HttpClientSocket implements Closeable {
  private static final int TIMEOUT_MS = 30_000;

  private final Socket socket;
  private final BufferedInputStream in;
  private final OutputStream out;

  public HttpClientSocket(InetSocketAddress address) throws IOException {
    this(connected(address));
  }

  HttpClientSocket(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  private static Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.connect(address, TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MS);
    return socket;
  }

  /** {@code "127.0.0.1:9000"} as an address. */
  public static InetSocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new InetSocketAddress(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  public HttpReply request(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    send(method, path, headers, body);
    return read();
  }

  public void send(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: shim\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (body.length > 0 || !method.equals("GET")) {
      head.append("Content-Length: " + body.length + "\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(UTF_8);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    raw(all);
  }

  public void raw(String text) throws IOException {
    raw(text.getBytes(ISO_8859_1));
  }

  public void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  public HttpReply read() throws IOException {
    return HttpReply.read(in);
  }

  /** Reads until it has seen that text, byte by byte. */
  public String readUntil(String wanted) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(wanted) < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed after: " + read);
      }
      read.append((char) b);
    }
    return read.toString();
  }

  /** Whether the peer has closed its side. */
  public boolean isClosedByPeer() throws IOException {
    return in.read() < 0;
  }

  /** Says that nothing more comes. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
