package dev.hearth.shim.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that writes a sandbox's log. It gathers for some milliseconds what comes together, and
 * it alone waits where nobody reads the log; invocations go on meanwhile.
 */
public final class LogPump {
  private static final long GATHER_NANOS = 10_000_000;

  /** A runtime that has written as much in that time is read again at once. */
  private static final int BUSY_BYTES = 16 * 1024;

  private final SandboxLog log;
  private final OutputStream out;
  private final Selector selector;
  private volatile boolean asleep;

  public LogPump(SandboxLog log, OutputStream out) throws IOException {
    this.log = log;
    this.out = out;
    this.selector = Selector.open();
    log.pipe().source().register(selector, SelectionKey.OP_READ);
    log.wakeBy(this::wake);
  }

  private void wake() {
    if (asleep) {
      asleep = false;
      selector.wakeup();
    }
  }

  /** Runs until the process ends. */
  public void run() {
    int read = 0;
    while (true) {
      try {
        if (read < BUSY_BYTES) {
          sleep();
          LockSupport.parkNanos(GATHER_NANOS);
        }
        read = log.drain();
        flush();
      } catch (IOException e) {
        // Nobody reads the log any more: the function goes on without.
        log.take();
      }
    }
  }

  private void sleep() throws IOException {
    asleep = true;
    if (log.isEmpty()) {
      selector.select();
      selector.selectedKeys().clear();
    }
    asleep = false;
  }

  /** Writes what waits now. */
  public synchronized void flush() throws IOException {
    ByteBuffer bytes = log.take();
    if (bytes.hasRemaining()) {
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      out.flush();
    }
  }

  /** Writes what waits, as far as anyone reads it: the process ends. */
  public void flushQuietly() {
    try {
      log.drain();
      flush();
    } catch (IOException _) {
      // Nobody reads the log any more.
    }
  }
}
