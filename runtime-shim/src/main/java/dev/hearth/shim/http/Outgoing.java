package dev.hearth.shim.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A message on its way out: its head is put together here, and leaves with the body in one write.
 * Every thread has one of its own and no connection has: a peer may react to a message, and another
 * thread may answer that, before the write that sent it has returned.
 */
public final class Outgoing {
  private static final int HEAD_BYTES = 8 * 1024;

  /** A body up to this size is copied behind its head; a larger one is gathered. */
  private static final int COPIED_BODY = 4 * 1024;

  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] HTTP = "HTTP/1.1 ".getBytes(ISO_8859_1);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static final ThreadLocal<Outgoing> MINE = ThreadLocal.withInitial(Outgoing::new);

  private final byte[] digits = new byte[20];
  private SocketChannel channel;
  private ByteBuffer head = ByteBuffer.allocateDirect(HEAD_BYTES);

  private Outgoing() {}

  static Outgoing to(SocketChannel channel) {
    Outgoing mine = MINE.get();
    mine.channel = channel;
    return mine;
  }

  /** Starts a response. */
  public Outgoing status(int status, String reason) {
    head.clear();
    return raw(HTTP).number(status).raw(' ').text(reason).raw(LINE_END);
  }

  public Outgoing header(HeaderName name, String value) {
    return raw(name.line()).text(value).raw(LINE_END);
  }

  public Outgoing header(HeaderName name, long value) {
    return raw(name.line()).number(value).raw(LINE_END);
  }

  /** As {@link #header}, unless the value is empty. */
  public Outgoing optional(HeaderName name, String value) {
    return value.isEmpty() ? this : header(name, value);
  }

  /** Ends the head with the body's length, and sends both. */
  public void send(ByteBuffer body) throws IOException {
    header(HeaderName.CONTENT_LENGTH, body.remaining()).raw(LINE_END);
    if (body.remaining() <= COPIED_BODY) {
      room(body.remaining());
      head.put(body);
      write(NOTHING);
    } else {
      write(body);
    }
  }

  /** Ends the head of a response whose chunks follow, and sends it. */
  public void sendChunkedHead() throws IOException {
    header(HeaderName.TRANSFER_ENCODING, "chunked").raw(LINE_END);
    write(NOTHING);
  }

  /** Sends one chunk of a body. */
  public void sendChunk(ByteBuffer data) throws IOException {
    head.clear();
    text(Integer.toHexString(data.remaining())).raw(LINE_END);
    if (data.remaining() + LINE_END.length <= COPIED_BODY) {
      head.put(data);
      raw(LINE_END);
      write(NOTHING);
    } else {
      write(data);
      head.clear();
      raw(LINE_END);
      write(NOTHING);
    }
  }

  /** Starts the end of a chunked body: trailers may follow as headers. */
  public Outgoing lastChunk() {
    head.clear();
    return raw((byte) '0').raw(LINE_END);
  }

  /** Sends the end of a chunked body with its trailers. */
  public void sendTrailers() throws IOException {
    raw(LINE_END);
    write(NOTHING);
  }

  void sendContinue() throws IOException {
    status(100, "Continue").raw(LINE_END);
    write(NOTHING);
  }

  private void write(ByteBuffer body) throws IOException {
    head.flip();
    if (!body.hasRemaining()) {
      while (head.hasRemaining()) {
        channel.write(head);
      }
      return;
    }
    ByteBuffer[] both = {head, body};
    while (body.hasRemaining()) {
      channel.write(both);
    }
  }

  private Outgoing raw(byte[] bytes) {
    room(bytes.length);
    head.put(bytes);
    return this;
  }

  private Outgoing raw(char c) {
    return raw((byte) c);
  }

  private Outgoing raw(byte b) {
    room(1);
    head.put(b);
    return this;
  }

  private Outgoing text(String text) {
    return raw(text.getBytes(ISO_8859_1));
  }

  private Outgoing number(long value) {
    int at = digits.length;
    long rest = value;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    room(digits.length - at);
    head.put(digits, at, digits.length - at);
    return this;
  }

  private void room(int bytes) {
    if (head.remaining() < bytes) {
      head.flip();
      ByteBuffer larger =
          ByteBuffer.allocateDirect(Math.max(head.capacity() * 2, head.limit() + bytes));
      head = larger.put(head);
    }
  }
}
