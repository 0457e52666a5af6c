package dev.hearth.shim.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * A server's side of one HTTP/1.1 connection. One thread reads requests from it; whoever has the
 * answer, one thread at a time, writes it.
 */
public final class Wire implements Closeable {
  /** A read that would have less room than this is preceded by a move to the start. */
  private static final int ROOM = 4 * 1024;

  /** What a peer whose message was refused may go on sending before it is cut off. */
  private static final long LINGER_BYTES = 64L << 20;

  private final SocketChannel channel;
  private final HttpLimits limits;
  private final Store store = new Store();
  private byte[] scratch = new byte[1024];

  /** What was received and not yet taken is {@code [start, end)} of the store. */
  private int start;

  private int end;

  public Wire(SocketChannel channel, HttpLimits limits) throws IOException {
    this.channel = channel;
    this.limits = limits;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /** The calling thread's next message to this peer. */
  public Outgoing out() {
    return Outgoing.to(channel);
  }

  /** Waits for the next request's head; null where the peer has closed the connection instead. */
  public RequestHead readHead() throws IOException {
    int scanned = 0;
    while (true) {
      int here = Math.min(unread(), limits.sectionBytes());
      if (here > scanned) {
        if (here > scratch.length) {
          scratch = Arrays.copyOf(scratch, Math.max(here, scratch.length * 2));
        }
        store.bytes().get(start + scanned, scratch, scanned, here - scanned);
        int length = RequestHead.end(scratch, scanned, here);
        if (length > 0) {
          start += length;
          RequestHead head = RequestHead.parse(Arrays.copyOf(scratch, length), limits);
          forgetLargeScratch();
          return head;
        }
        if (here == limits.sectionBytes()) {
          throw new BadMessageException(431, "a header section of more than " + here + " bytes");
        }
        scanned = here;
      }
      room(ROOM);
      if (!fill()) {
        if (unread() == 0) {
          return null;
        }
        throw new TruncatedMessageException();
      }
    }
  }

  private void forgetLargeScratch() {
    if (scratch.length > Store.SMALL) {
      scratch = new byte[1024];
    }
  }

  /** The body of the request whose head was just read; leave to send it is given here. */
  public Body body(RequestHead head) throws IOException {
    Body body = new Body(this, head.body(), limits);
    if (head.expectsContinue() && (body.isChunked() || body.left() > unread())) {
      out().sendContinue();
    }
    return body;
  }

  /**
   * Waits for a whole body and answers a view of it, good until {@link #recycle}.
   *
   * @throws BodyTooLargeException as soon as it is known to have more than {@code limit} bytes
   */
  public ByteBuffer readAll(Body body, int limit) throws IOException {
    if (body.left() > limit) {
      throw new BodyTooLargeException(limit);
    }
    if (!body.isChunked()) {
      int length = (int) body.left();
      if (length > unread()) {
        int missing = length - unread();
        room(missing + ROOM);
        while (unread() < length) {
          more();
        }
      }
      body.wasTaken();
      return take(length);
    }
    return gather(body, limit);
  }

  /** Puts the data of all chunks one behind the other, at the store's start. */
  private ByteBuffer gather(Body body, int limit) throws IOException {
    Store whole = new Store();
    int length = 0;
    for (ByteBuffer data = body.next(); data.hasRemaining(); data = body.next()) {
      if (data.remaining() > limit - length) {
        whole.free();
        throw new BodyTooLargeException(limit);
      }
      if (length + data.remaining() > whole.capacity()) {
        whole.replace(Math.max(length + data.remaining(), whole.capacity() * 2), 0, length);
      }
      whole.bytes().put(length, data, data.position(), data.remaining());
      length += data.remaining();
    }
    int behind = unread();
    store.replace(Math.max(Store.SMALL, length + behind + ROOM), start, end);
    store.bytes().put(length, store.bytes(), 0, behind);
    store.bytes().put(0, whole.bytes(), 0, length);
    whole.free();
    start = length;
    end = length + behind;
    return store.bytes().slice(0, length);
  }

  /**
   * Waits for at least one byte of a next request, without moving what views were given of. False
   * where the peer has closed the connection instead.
   */
  public boolean awaitRequest() throws IOException {
    return unread() > 0 || fill();
  }

  /** There is room to wait for more without moving anything. */
  public boolean hasRoom() {
    return store.capacity() - end >= ROOM && !store.isLarge();
  }

  /** Views given before are not needed any more; large memory goes back to the system. */
  public void recycle() {
    if (store.isLarge() && unread() <= Store.SMALL - ROOM) {
      store.replace(Store.SMALL, start, end);
      end -= start;
      start = 0;
    } else if (start == end) {
      start = 0;
      end = 0;
    }
  }

  int unread() {
    return end - start;
  }

  /**
   * Waits until there is at least one byte to take; views given before are over.
   *
   * @param room bytes that may be taken at one time
   */
  void await(int room) throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
      room(room);
      more();
    }
  }

  private void more() throws IOException {
    if (!fill()) {
      throw new TruncatedMessageException();
    }
  }

  /** A view of the next bytes, which count as taken. */
  ByteBuffer take(int bytes) {
    ByteBuffer view = store.bytes().slice(start, bytes);
    start += bytes;
    return view;
  }

  int skipFraming(ChunkedBody chunks) throws BadMessageException {
    ByteBuffer bytes = store.bytes();
    bytes.limit(end).position(start);
    int data = chunks.advance(bytes);
    start = bytes.position();
    return data;
  }

  /** Makes sure that a read has room for that many bytes. */
  private void room(int bytes) {
    if (store.capacity() - end >= bytes) {
      return;
    }
    if (store.capacity() - unread() >= bytes) {
      ByteBuffer all = store.bytes();
      all.put(0, all, start, unread());
    } else {
      store.replace(Math.max(unread() + bytes, store.capacity() * 2), start, end);
    }
    end -= start;
    start = 0;
  }

  private boolean fill() throws IOException {
    ByteBuffer bytes = store.bytes();
    bytes.limit(bytes.capacity()).position(end);
    int read = channel.read(bytes);
    if (read < 0) {
      return false;
    }
    end += read;
    return true;
  }

  /**
   * Closes after an answer that the peer may still be too busy sending to read: what it sends is
   * thrown away for a while, since a reset would throw away the answer.
   */
  public void lingerAndClose() throws IOException {
    channel.shutdownOutput();
    ByteBuffer bytes = store.bytes();
    for (long thrown = 0; thrown < LINGER_BYTES; thrown += bytes.position()) {
      bytes.clear();
      if (channel.read(bytes) < 0) {
        break;
      }
    }
    channel.close();
  }

  /** Gives the memory back; to be called by the reading thread when no view is used any more. */
  public void free() {
    start = 0;
    end = 0;
    store.free();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
