package dev.hearth.gateway.sandbox.shim;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * One kept connection to one shim, with one exchange at a time. Belongs to the event loop that
 * opened it.
 */
public final class ShimLink implements ReplyParser.Sink {
  private final NetSocketInternal socket;
  private final Context loop = Vertx.currentContext();
  private final ReplyParser parser = new ReplyParser();
  private Exchange exchange;
  private ByteBuf arriving;
  private boolean closed;
  private Runnable whenLost = () -> {};

  private ShimLink(NetSocket plain) {
    socket = (NetSocketInternal) plain;
    // Netty's own buffers: a large result is passed on as it lies.
    socket.messageHandler(message -> arrived((ByteBuf) message));
    socket.closeHandler(v -> lost("the sandbox closed the connection"));
    socket.exceptionHandler(e -> lost("the connection to the sandbox broke: " + e.getMessage()));
    socket.drainHandler(
        v -> {
          if (exchange != null) {
            exchange.drained();
          }
        });
  }

  /** Connects; must be called on the event loop that will use the link. */
  static Future<ShimLink> connect(NetClient client, String host, int port) {
    return client.connect(port, host).map(ShimLink::new);
  }

  /** Has this called once when the other side closes the link while nothing is being exchanged. */
  public void onLost(Runnable handler) {
    whenLost = handler;
  }

  public boolean open() {
    return !closed;
  }

  /** Closes the link; an exchange on it ends as broken for this reason. */
  public void close(String why) {
    if (!closed) {
      closed = true;
      socket.close();
      breakExchange(why);
    }
  }

  /**
   * Closes the link to take an event back; the exchange is settled before the sandbox can notice,
   * and hears no more.
   */
  void takeBack(Runnable settled) {
    closed = true;
    exchange = null;
    settled.run();
    socket.close();
  }

  /** The same as {@link #close} from any thread, a little later. */
  public void closeSoon(String why) {
    loop.runOnContext(v -> close(why));
  }

  void begin(Exchange next) {
    if (exchange != null || closed) {
      throw new IllegalStateException("one exchange at a time, on an open link");
    }
    exchange = next;
  }

  void send(Buffer bytes, Runnable done) {
    if (closed) {
      done.run();
    } else {
      socket.write(bytes).onComplete(v -> done.run());
    }
  }

  void send(Buffer bytes) {
    if (!closed) {
      socket.write(bytes);
    }
  }

  /** The kernel moves the file, no faster than the sandbox takes it. */
  void sendFile(Path file, long length) {
    if (!closed) {
      socket
          .sendFile(file.toString(), 0, length)
          .onFailure(e -> close("an artifact cannot be sent: " + e.getMessage()));
    }
  }

  boolean full() {
    return socket.writeQueueFull();
  }

  void pauseReply() {
    if (!closed) {
      socket.pause();
    }
  }

  void resumeReply() {
    if (!closed) {
      socket.resume();
    }
  }

  private void arrived(ByteBuf bytes) {
    try {
      arriving = bytes;
      parser.feed(bytes.nioBuffer(), this);
    } finally {
      arriving = null;
      bytes.release();
    }
  }

  @Override
  public void head(int status, Fields fields, long contentLength) {
    if (exchange == null) {
      close("the sandbox answered what it was not asked");
    } else {
      exchange.head(status, fields, contentLength);
    }
  }

  @Override
  public void body(ByteBuffer bytes, int from, int to) {
    if (exchange != null) {
      int offset = arriving.readerIndex() + from - bytes.position();
      exchange.body(arriving, offset, to - from);
    }
  }

  @Override
  public void end(Fields trailers) {
    if (exchange != null) {
      Exchange done = exchange;
      exchange = null;
      done.end(trailers);
    }
  }

  @Override
  public void broken(String why) {
    close("the sandbox does not speak the protocol: " + why);
  }

  private void lost(String why) {
    boolean idle = exchange == null && !closed;
    close(why);
    if (idle) {
      whenLost.run();
    }
  }

  private void breakExchange(String why) {
    if (exchange != null) {
      Exchange broken = exchange;
      exchange = null;
      broken.broken(why);
    }
  }
}
