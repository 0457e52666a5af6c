package dev.hearth.shim.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hearth.shim.http.HeaderName;
import dev.hearth.shim.http.Outgoing;
import dev.hearth.shim.http.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The answer to one invocation. A gateway that is gone changes nothing: the invocation runs to its
 * end without being heard.
 */
public final class Reply {
  /** An end that cannot be written behind a chunk that nobody takes breaks the connection. */
  private static final long PATIENCE_MS = 200;

  private final Wire gateway;
  private final Invocation invocation;
  private final ReentrantLock writing = new ReentrantLock();
  private boolean streaming;
  private boolean over;
  private boolean lost;

  Reply(Wire gateway, Invocation invocation) {
    this.gateway = gateway;
    this.invocation = invocation;
  }

  /** The answer at once, or the end of one that was streamed. */
  void finish(Outcome outcome, long durationNanos, byte[] tail) {
    boolean locked = false;
    try {
      locked = writing.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS);
      if (!locked) {
        gateway.close();
      } else if (!over && !lost) {
        over = true;
        if (streaming) {
          trailers(outcome, durationNanos, tail);
        } else {
          whole(outcome, durationNanos, tail);
        }
      }
    } catch (IOException e) {
      lost = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (locked) {
        writing.unlock();
      }
      invocation.replyIsOut();
    }
  }

  private void whole(Outcome outcome, long durationNanos, byte[] tail) throws IOException {
    Outgoing out =
        gateway.out().status(200, "OK").header(HeaderName.CONTENT_TYPE, outcome.contentType());
    error(out, outcome);
    out.header(HearthHeaders.DURATION_US, durationNanos / 1_000);
    if (invocation.initNanos() >= 0) {
      out.header(HearthHeaders.INIT_US, invocation.initNanos() / 1_000);
    }
    tail(out, tail);
    out.send(outcome.body());
  }

  private void trailers(Outcome outcome, long durationNanos, byte[] tail) throws IOException {
    Outgoing out = gateway.out().lastChunk();
    error(out, outcome);
    if (outcome.isError()) {
      byte[] body = new byte[outcome.body().remaining()];
      outcome.body().get(body);
      out.optional(
          HearthHeaders.ERROR_BODY,
          outcome.streamed()
              ? new String(body, ISO_8859_1)
              : Base64.getEncoder().encodeToString(body));
    }
    out.header(HearthHeaders.DURATION_US, durationNanos / 1_000);
    tail(out, tail);
    out.sendTrailers();
  }

  private static void error(Outgoing out, Outcome outcome) {
    if (outcome.isError()) {
      out.header(HearthHeaders.FUNCTION_ERROR, "Unhandled")
          .header(HearthHeaders.ERROR_TYPE, outcome.errorType());
    }
  }

  private static void tail(Outgoing out, byte[] tail) {
    if (tail.length > 0) {
      out.header(HearthHeaders.LOG_TAIL, Base64.getEncoder().encodeToString(tail));
    }
  }

  /** Starts an answer whose body follows while it is written. */
  public void stream(String contentType) {
    writing.lock();
    try {
      if (!over) {
        streaming = true;
        Outgoing out =
            gateway
                .out()
                .status(200, "OK")
                .header(HeaderName.CONTENT_TYPE, contentType)
                .header(HearthHeaders.RESPONSE_MODE, "streaming");
        if (invocation.initNanos() >= 0) {
          out.header(HearthHeaders.INIT_US, invocation.initNanos() / 1_000);
        }
        out.sendChunkedHead();
      }
    } catch (IOException e) {
      lost = true;
    } finally {
      writing.unlock();
    }
  }

  /** Passes a part of the body on. */
  public void chunk(ByteBuffer data) {
    writing.lock();
    try {
      if (!over && !lost) {
        gateway.out().sendChunk(data);
      }
    } catch (IOException e) {
      lost = true;
    } finally {
      writing.unlock();
    }
  }
}
