package dev.hearth.gateway.http;

import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Looks at an event as it arrives: it must be JSON and not too large. Remembers what is wrong. */
final class EventCheck {
  /** Most bytes of an event. */
  static final int MAX_EVENT = 6_291_556;

  private static final String NOT_JSON =
      "Could not parse request body into json: Could not parse payload into json: ";
  static final Outcome.Rejected TOO_LARGE =
      new Outcome.Rejected(
          Rejection.REQUEST_TOO_LARGE,
          "Request must be smaller than 6291456 bytes for the InvokeFunction operation");

  private final JsonCheck json = new JsonCheck();
  private long bytes;
  private Outcome.Rejected rejected;

  boolean part(Buffer part) {
    bytes += part.length();
    if (bytes > MAX_EVENT) {
      rejected = TOO_LARGE;
      return false;
    }
    var data = ((BufferInternal) part).getByteBuf();
    boolean good;
    if (data.hasArray()) {
      int from = data.arrayOffset() + data.readerIndex();
      good = json.feed(data.array(), from, part.length());
    } else {
      good = json.feed(part.getBytes(), 0, part.length());
    }
    return good || notJson();
  }

  boolean end() {
    return json.end() || notJson();
  }

  long bytes() {
    return bytes;
  }

  /** What is wrong, or null. */
  Outcome.Rejected rejected() {
    return rejected;
  }

  private boolean notJson() {
    rejected = new Outcome.Rejected(Rejection.INVALID_REQUEST_CONTENT, NOT_JSON + json.reason());
    return false;
  }
}
