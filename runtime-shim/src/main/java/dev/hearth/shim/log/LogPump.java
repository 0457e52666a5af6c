package dev.hearth.shim.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that move a sandbox's log: one takes in what runtimes write, the other writes out
 * what waits. They are two because the second waits where nobody reads the log, and no runtime may
 * wait with it. Both gather for some milliseconds what comes together.
 */
public final class LogPump {
  private static final long GATHER_NANOS = 10_000_000;

  /** A runtime that has written as much in that time is read again at once. */
  private static final int BUSY_BYTES = 16 * 1024;

  private static final long STACK_BYTES = 128 * 1024;

  private final SandboxLog log;
  private final OutputStream out;
  private final Selector selector;
  private volatile Thread asleep;

  public LogPump(SandboxLog log, OutputStream out) throws IOException {
    this.log = log;
    this.out = out;
    this.selector = Selector.open();
    log.pipe().source().register(selector, SelectionKey.OP_READ);
    log.wakeBy(this::wake);
  }

  private void wake() {
    Thread sleeper = asleep;
    if (sleeper != null) {
      asleep = null;
      LockSupport.unpark(sleeper);
    }
  }

  /** Runs until the process ends. */
  public void run() {
    Thread reader = new Thread(null, this::read, "log-reader", STACK_BYTES);
    reader.setDaemon(true);
    reader.start();
    while (true) {
      sleep();
      LockSupport.parkNanos(GATHER_NANOS);
      try {
        flush();
      } catch (IOException _) {
        // Nobody reads the log any more: what was taken is lost, and the function goes on without.
      }
    }
  }

  private void sleep() {
    asleep = Thread.currentThread();
    while (log.isEmpty()) {
      LockSupport.park();
      asleep = Thread.currentThread();
    }
    asleep = null;
  }

  private void read() {
    int read = 0;
    try {
      while (selector.isOpen()) {
        if (read < BUSY_BYTES) {
          selector.select();
          selector.selectedKeys().clear();
          LockSupport.parkNanos(GATHER_NANOS);
        }
        read = log.drain();
      }
    } catch (IOException e) {
      throw new IllegalStateException("our own pipe cannot be waited for", e);
    }
  }

  /** Writes what waits now. */
  public synchronized void flush() throws IOException {
    ByteBuffer bytes = log.take();
    if (bytes.hasRemaining()) {
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      out.flush();
    }
  }

  /** Writes all there is, as far as anyone reads it: the process ends. */
  public void flushQuietly() {
    log.takeIn();
    try {
      flush();
    } catch (IOException _) {
      // Nobody reads the log any more.
    }
  }
}
