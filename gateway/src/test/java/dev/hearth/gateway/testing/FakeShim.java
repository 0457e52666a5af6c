package dev.hearth.gateway.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A sandbox that speaks the shim's protocol and does with invocations what a test tells it to. */
public final class FakeShim implements AutoCloseable {
  /** One request as it arrived. */
  public record Request(String method, String path, Map<String, String> headers, String body) {}

  /** Answers one invocation on the raw connection. */
  public interface Behaviour {
    void answer(Request event, Socket connection, FakeShim shim) throws IOException;
  }

  public final String uid = UUID.randomUUID().toString();
  public final List<Request> invocations = new CopyOnWriteArrayList<>();
  public final List<Request> specialisations = new CopyOnWriteArrayList<>();
  public final AtomicInteger hellos = new AtomicInteger();
  public final AtomicInteger brokenUploads = new AtomicInteger();
  private final FakeProofs proofs;
  private final Behaviour behaviour;
  private final ServerSocket server;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private volatile String state = "spare";
  private volatile String specialiseAnswer = "{\"state\":\"idle\",\"initMs\":1}";
  private volatile int specialiseStatus = 200;
  private volatile String specialiseHeader = "";
  private volatile boolean lies;
  private volatile boolean dead;
  private volatile boolean deaf;
  private volatile boolean brittle;
  private volatile long follows;
  private volatile long promised;
  private volatile String function = "";

  public FakeShim(String gatewayKey, Behaviour behaviour) {
    this.proofs = new FakeProofs(uid, gatewayKey);
    this.behaviour = behaviour;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  public String identityKey() {
    return proofs.key();
  }

  public boolean busy() {
    return state.equals("busy");
  }

  /** Makes specialising end like this. */
  public FakeShim specialisesWith(int status, String json) {
    specialiseStatus = status;
    specialiseAnswer = json;
    return this;
  }

  /** Makes it refuse to be specialised, since it follows this epoch. */
  public FakeShim specialisedOnlyAt(long epoch) {
    specialiseHeader = "Hearth-Epoch: " + epoch;
    return specialisesWith(410, "{\"errorType\":\"StaleEpoch\"}");
  }

  /** Makes it answer hello as somebody else. */
  public FakeShim lyingAboutWhoItIs() {
    lies = true;
    return this;
  }

  /** Makes it hear nothing of being specialised, as if that were sent to nowhere. */
  public FakeShim deaf() {
    deaf = true;
    return this;
  }

  /** Makes it say that it is like this, and what it runs. */
  public void becomes(String now, String whose) {
    function = whose;
    state = now;
  }

  /** The highest epoch with which it was greeted. */
  public long promised() {
    return promised;
  }

  /** Makes it refuse whoever says less than this epoch when greeting it. */
  public FakeShim following(long epoch) {
    follows = epoch;
    return this;
  }

  /** Makes it die of being specialised. */
  public FakeShim brittle() {
    brittle = true;
    return this;
  }

  /** Closes every connection and lives on. */
  public void hangUp() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
  }

  /** An answer with a body, as a function that succeeded gives it. */
  public static Behaviour echo() {
    return (event, connection, shim) -> reply(connection, event.body(), "");
  }

  public static void reply(Socket connection, String text, String headers) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nHearth-Duration-Us: 5\r\n"
            + headers
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    whole.writeBytes(body);
    write(connection, whole.toByteArray());
  }

  public static void write(Socket connection, byte[] bytes) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  public static void write(Socket connection, String text) throws IOException {
    write(connection, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Dies as a process does: every connection breaks. */
  @Override
  public void close() {
    dead = true;
    try {
      server.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        if (dead) {
          connection.close();
        }
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var in = new BufferedInputStream(connection.getInputStream());
      String nonce = UUID.randomUUID().toString();
      boolean greeted = false;
      while (true) {
        Map<String, String> headers = new LinkedHashMap<>();
        String[] line = RequestReading.head(in, headers);
        if (line == null) {
          return;
        }
        if (line[1].equals("/v1/hello") && line[0].equals("GET")) {
          document(connection, 200, "", hello(nonce));
        } else if (line[1].equals("/v1/hello") && isStale(headers)) {
          document(connection, 410, "Hearth-Epoch: " + follows, "{}");
        } else if (line[1].equals("/v1/hello")) {
          greeted = proofs.signatureHolds(headers, nonce);
          promised = Math.max(promised, Long.parseLong(headers.get("hearth-epoch")));
          document(
              connection,
              greeted ? 200 : 401,
              "Hearth-Identity: " + proofs.identity(nonce, lies),
              state());
          hellos.incrementAndGet();
          Changes.happened();
        } else if (!greeted) {
          document(connection, 401, "", "{}");
          return;
        } else {
          serve(new Request(line[0], line[1], headers, ""), in, connection);
        }
      }
    } catch (IOException e) {
      // The gateway or the test has closed the connection.
    }
  }

  private void serve(Request head, InputStream in, Socket connection) throws IOException {
    switch (head.path()) {
      case "/v1/state" -> document(connection, 200, "", state());
      case "/v1/specialise" -> {
        specialisations.add(RequestReading.withBody(head, in));
        if (deaf) {
          return;
        }
        if (brittle) {
          close();
        }
        state = "idle";
        document(connection, specialiseStatus, specialiseHeader, specialiseAnswer);
      }
      case "/v1/invoke" -> {
        state = "busy";
        Changes.happened();
        Request event;
        try {
          event = RequestReading.withBody(head, in);
        } catch (IOException broken) {
          brokenUploads.incrementAndGet();
          Changes.happened();
          state = "idle";
          throw broken;
        }
        invocations.add(event);
        Changes.happened();
        state = "idle";
        behaviour.answer(event, connection, this);
      }
      default -> document(connection, 404, "", "{}");
    }
  }

  private boolean isStale(Map<String, String> headers) {
    return Long.parseLong(headers.get("hearth-epoch")) < follows;
  }

  private String hello(String nonce) {
    return "{\"protocol\":1,\"sandbox\":\"" + uid + "\",\"nonce\":\"" + nonce + "\",\"epoch\":0}";
  }

  private String state() {
    return "{\"sandbox\":\"%s\",\"epoch\":%d,\"state\":\"%s\",\"function\":\"%s\"}"
        .formatted(uid, promised, state, function);
  }

  private static void document(Socket connection, int status, String header, String json)
      throws IOException {
    String extra = header.isEmpty() ? "" : header + "\r\n";
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    write(
        connection,
        "HTTP/1.1 " + status + " X\r\n" + extra + "Content-Length: " + length + "\r\n\r\n" + json);
  }
}
