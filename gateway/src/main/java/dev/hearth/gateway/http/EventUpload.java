package dev.hearth.gateway.http;

import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.sandbox.shim.ByteFlow;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A large event on its way in. Checked as it passes, so that its last bytes go on only when all of
 * it is good; otherwise the flow breaks and what still comes is dropped.
 */
final class EventUpload implements ByteFlow {
  private static final String GONE = "the client broke off its upload";
  private static final Buffer EMPTY_EVENT = Buffer.buffer("{}");

  private final HttpServerRequest request;
  private final long length;
  private final EventCheck check = new EventCheck();
  private Sink sink;
  private boolean over;

  /**
   * @param length bytes that the client announced, or -1
   * @param arrived called when the last byte is here, good or not
   */
  EventUpload(HttpServerRequest request, long length, Runnable arrived) {
    this.request = request;
    this.length = length;
    request.endHandler(
        v -> {
          arrived.run();
          ended();
        });
    request.exceptionHandler(e -> broken(GONE));
    request.pause();
  }

  /** What was wrong with the event, or null if it did not even arrive. */
  Outcome.Rejected rejected() {
    return check.rejected();
  }

  @Override
  public void start(Sink taking) {
    sink = taking;
    if (over) {
      sink.broken(GONE);
      return;
    }
    request.handler(this::part);
    request.resume();
  }

  @Override
  public void pause() {
    if (!over) {
      request.pause();
    }
  }

  @Override
  public void resume() {
    request.resume();
  }

  private void part(Buffer part) {
    if (over) {
      return;
    }
    boolean good = check.part(part);
    boolean last = check.bytes() == length;
    if (good && last) {
      good = check.end();
    }
    if (good) {
      sink.bytes(part, EventUpload::leaveToTheCollector);
    } else {
      broken(check.rejected().message());
    }
  }

  private void ended() {
    if (over || sink == null) {
      return;
    }
    if (check.bytes() == 0) {
      over = true;
      sink.bytes(EMPTY_EVENT.copy(), EventUpload::leaveToTheCollector);
      sink.end();
    } else if (check.end()) {
      over = true;
      sink.end();
    } else {
      broken(check.rejected().message());
    }
  }

  private void broken(String why) {
    if (!over) {
      over = true;
      request.resume();
      if (sink != null) {
        sink.broken(why);
      }
    }
  }

  /** What the server reads for us lies on the heap. */
  private static void leaveToTheCollector() {}
}
