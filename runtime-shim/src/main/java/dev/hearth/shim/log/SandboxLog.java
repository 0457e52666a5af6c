package dev.hearth.shim.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.Clock;
import dev.hearth.shim.function.FunctionSettings;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * The log of one sandbox, in memory until {@link LogPump} writes it out. It knows which invocation
 * runs, and reads what the runtime has written before it goes from one to the next.
 */
public final class SandboxLog implements Closeable {
  /** What may wait to be written; lines of the user's beyond that are dropped. */
  private static final int WAITING_BYTES = 2 << 20;

  /** Within an invocation, what was dropped is said no more often than that. */
  private static final long SAY_DROPPED_NANOS = 1_000_000_000;

  /** A process that never stops writing must not hold up the end of an invocation. */
  private static final int DRAIN_BYTES = 1 << 20;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Clock clock;
  private final OutputPipe pipe;
  private final Lines lines = new Lines(this::user);
  private final LogRate rate = new LogRate();
  private final ByteBuffer block = ByteBuffer.allocateDirect(16 * 1024);
  private final Waiting waiting = new Waiting();
  private LogFormat format;
  private String requestId = "";
  private boolean open;
  private LogTail tail;
  private long droppedLines;
  private long droppedBytes;
  private long saidNanos;
  private volatile Runnable waker = () -> {};

  public SandboxLog(Clock clock) throws IOException {
    this.clock = clock;
    this.pipe = OutputPipe.open();
    this.format = new TextFormat(new Identity("", "", "", "", ""));
  }

  /** From now on the log is that function's. */
  public synchronized void belongsTo(FunctionSettings function) {
    Identity identity = Identity.of(function);
    format =
        function.logs().json()
            ? new JsonFormat(identity, function.logs().systemLevel().equals("WARN"))
            : new TextFormat(identity);
  }

  /** Where a runtime writes to. */
  public File output() {
    return pipe.file();
  }

  /** To be called when nothing more is written to it. */
  @Override
  public synchronized void close() throws IOException {
    pipe.close();
  }

  OutputPipe pipe() {
    return pipe;
  }

  /** What to do when something waits that nobody knows of. */
  void wakeBy(Runnable newWaker) {
    waker = newWaker;
  }

  /** A fresh runtime starts: what it writes before an invocation starts belongs to none. */
  public synchronized void initStart() {
    takeIn();
    requestId = "";
    platform(format.initStart(now()));
  }

  /**
   * Where the log goes from one invocation to the next: what was written so far is the last one's.
   */
  public synchronized void start(String id, boolean wantsTail) {
    takeIn();
    requestId = id;
    open = true;
    tail = wantsTail ? new LogTail() : null;
    platform(format.start(now(), id));
  }

  /** Something went wrong with the runtime, outside or inside of an invocation. */
  public synchronized void failure(String message, String errorType) {
    takeIn();
    platform(format.failure(now(), open ? requestId : "", message, errorType));
  }

  public synchronized void timedOut(long timeoutMs) {
    takeIn();
    platform(format.timedOut(iso(), requestId, timeoutMs));
  }

  /** The end of the invocation; answers the log's tail where it was wanted. */
  public synchronized byte[] end(Report report) {
    takeIn();
    sayDropped();
    platform(format.end(requestId) + format.report(now(), report));
    open = false;
    byte[] last = tail == null ? new byte[0] : tail.bytes();
    tail = null;
    return last;
  }

  /** Takes in what the runtime has written, and calls a line whole that lacks its end. */
  synchronized void takeIn() {
    drain();
    lines.endPartial();
  }

  /** Takes in what the runtime has written; answers how many bytes that was. */
  synchronized int drain() {
    int read = 0;
    try {
      while (read < DRAIN_BYTES) {
        block.clear();
        int here = pipe.source().read(block);
        if (here <= 0) {
          break;
        }
        read += here;
        lines.add(block.flip());
      }
    } catch (IOException e) {
      throw new IllegalStateException("our own pipe cannot be read", e);
    }
    return read;
  }

  private void user(byte[] line) {
    long nanos = clock.nanos();
    if (waiting.length() > WAITING_BYTES || !rate.admits(line.length + 1, nanos)) {
      dropped(line.length + 1);
      return;
    }
    if (droppedLines > 0 && nanos - saidNanos >= SAY_DROPPED_NANOS) {
      saidNanos = nanos;
      sayDropped();
    }
    byte[] shown = format.user(now(), requestId, line);
    rate.charge(shown.length - line.length);
    append(shown, format instanceof TextFormat ? line : shown, true);
  }

  private void dropped(int bytes) {
    droppedLines++;
    droppedBytes += bytes;
  }

  private void sayDropped() {
    if (droppedLines > 0 && hasRoom()) {
      platform(format.dropped(now(), requestId, droppedLines, droppedBytes));
      droppedLines = 0;
      droppedBytes = 0;
    }
  }

  private boolean hasRoom() {
    return waiting.length() <= 2 * WAITING_BYTES;
  }

  private void platform(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length == 0) {
      return;
    }
    if (hasRoom()) {
      append(bytes, bytes, false);
    } else {
      dropped(bytes.length);
    }
  }

  private void append(byte[] shown, byte[] asWritten, boolean lineEnd) {
    boolean first = waiting.length() == 0;
    waiting.append(shown);
    if (lineEnd) {
      waiting.append(Waiting.LINE_END);
    }
    if (tail != null) {
      tail.append(asWritten);
      if (lineEnd) {
        tail.append(Waiting.LINE_END);
      }
    }
    if (first) {
      waker.run();
    }
  }

  synchronized boolean isEmpty() {
    return waiting.length() == 0;
  }

  /** Takes what waits to be written, into a buffer that is the caller's until it comes again. */
  synchronized ByteBuffer take() {
    return waiting.take();
  }

  /** The time for records that have one: text has it only where a task timed out. */
  private String now() {
    return format instanceof TextFormat ? "" : iso();
  }

  private String iso() {
    return TIME.format(Instant.ofEpochMilli(clock.millis()));
  }
}
