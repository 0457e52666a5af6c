package dev.hearth.gateway.sandbox.shim;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads a shim's HTTP/1.1 replies as their bytes arrive, one reply after the other. What comes from
 * a sandbox is untrusted: the first deviation is told as {@link Sink#broken} and nothing after it
 * is read.
 */
public final class ReplyParser {
  /** Most bytes of status line and headers. */
  public static final int MAX_HEAD = 32 * 1024;

  /** Most bytes of trailers; they may hold an error document in base64. */
  public static final int MAX_TRAILERS = 512 * 1024;

  private static final int MAX_CHUNK_LINE = 18;

  /** Takes what was read. Bytes are only valid during the call. */
  public interface Sink {
    void head(int status, Fields fields, long contentLength);

    void body(ByteBuffer bytes, int from, int to);

    void end(Fields trailers);

    void broken(String why);
  }

  private enum State {
    STATUS,
    HEADERS,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    BROKEN
  }

  private State state = State.STATUS;
  private final ByteArrayOutputStream partialLine = new ByteArrayOutputStream();
  private int sectionBytes;
  private int status;
  private Fields fields = new Fields();
  private long remaining;

  /** Reads what lies between position and limit; stops early only when the reply is broken. */
  public void feed(ByteBuffer bytes, Sink sink) {
    int at = bytes.position();
    int to = bytes.limit();
    while (at < to && state != State.BROKEN) {
      at =
          switch (state) {
            case BODY, CHUNK -> content(bytes, at, to, sink);
            case STATUS, HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS, BROKEN ->
                text(bytes, at, to, sink);
          };
    }
  }

  /** Whether a reply has begun and not ended. */
  public boolean within() {
    return state != State.STATUS || partialLine.size() > 0;
  }

  private int content(ByteBuffer bytes, int at, int to, Sink sink) {
    int end = (int) Math.min(to, at + remaining);
    remaining -= end - at;
    boolean last = remaining == 0;
    sink.body(bytes, at, end);
    if (last && state == State.BODY) {
      finish(new Fields(), sink);
    } else if (last) {
      state = State.CHUNK_END;
    }
    return end;
  }

  private void finish(Fields trailers, Sink sink) {
    state = State.STATUS;
    sectionBytes = 0;
    sink.end(trailers);
  }

  private int text(ByteBuffer bytes, int at, int to, Sink sink) {
    int lineFeed = at;
    while (lineFeed < to && bytes.get(lineFeed) != '\n') {
      lineFeed++;
    }
    sectionBytes += lineFeed - at + 1;
    if (sectionBytes > limit()) {
      fail("too many bytes in " + state, sink);
      return to;
    }
    if (lineFeed == to) {
      keep(bytes, at, to);
      return to;
    }
    String line = lineTo(bytes, at, lineFeed);
    if (line == null) {
      fail("a line does not end in CR LF", sink);
    } else {
      line(line, sink);
    }
    return lineFeed + 1;
  }

  private int limit() {
    return switch (state) {
      case STATUS, HEADERS -> MAX_HEAD;
      case CHUNK_SIZE, CHUNK_END -> MAX_CHUNK_LINE;
      case TRAILERS, BODY, CHUNK, BROKEN -> MAX_TRAILERS;
    };
  }

  private String lineTo(ByteBuffer bytes, int at, int lineFeed) {
    byte[] line;
    if (partialLine.size() == 0) {
      line = new byte[lineFeed - at];
      bytes.get(at, line);
    } else {
      keep(bytes, at, lineFeed);
      line = partialLine.toByteArray();
      partialLine.reset();
    }
    int end = line.length - 1;
    return end >= 0 && line[end] == '\r'
        ? new String(line, 0, end, StandardCharsets.ISO_8859_1)
        : null;
  }

  private void keep(ByteBuffer bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      partialLine.write(bytes.get(i));
    }
  }

  private void line(String line, Sink sink) {
    switch (state) {
      case STATUS -> statusLine(line, sink);
      case HEADERS -> {
        if (line.isEmpty()) {
          headEnded(sink);
        } else {
          field(line, sink);
        }
      }
      case CHUNK_SIZE -> chunkSize(line, sink);
      case CHUNK_END -> {
        if (line.isEmpty()) {
          sectionBytes = 0;
          state = State.CHUNK_SIZE;
        } else {
          fail("a chunk is longer than its size", sink);
        }
      }
      case TRAILERS -> {
        if (line.isEmpty()) {
          finish(fields, sink);
        } else {
          field(line, sink);
        }
      }
      case BODY, CHUNK, BROKEN -> throw new IllegalStateException(state.name());
    }
  }

  private void statusLine(String line, Sink sink) {
    if (!line.startsWith("HTTP/1.1 ") || line.length() < 12) {
      fail("not an HTTP/1.1 status line", sink);
      return;
    }
    status = 0;
    for (int i = 9; i < 12; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        fail("not a status code", sink);
        return;
      }
      status = status * 10 + digit;
    }
    fields = new Fields();
    state = State.HEADERS;
  }

  private void field(String line, Sink sink) {
    int colon = line.indexOf(':');
    if (colon <= 0 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
      fail("not a header field", sink);
    } else if (fields.size() == Fields.MAX_FIELDS) {
      fail("too many header fields", sink);
    } else {
      fields.add(line.substring(0, colon), line.substring(colon + 1).trim());
    }
  }

  private void headEnded(Sink sink) {
    String encoding = fields.get("Transfer-Encoding");
    boolean sized = fields.get("Content-Length") != null;
    long length = fields.getNumber("Content-Length");
    sectionBytes = 0;
    if (status < 200) {
      fail("an interim reply", sink);
    } else if (encoding != null && (sized || !encoding.equalsIgnoreCase("chunked"))) {
      fail("an encoding that is not plain chunks", sink);
    } else if (encoding == null && length < 0) {
      fail("a body without an end", sink);
    } else if (encoding != null) {
      state = State.CHUNK_SIZE;
      sink.head(status, fields, -1);
    } else {
      state = State.BODY;
      remaining = length;
      sink.head(status, fields, length);
      if (length == 0) {
        finish(new Fields(), sink);
      }
    }
  }

  private void chunkSize(String line, Sink sink) {
    long size = 0;
    for (int i = 0; i < line.length(); i++) {
      int digit = Character.digit(line.charAt(i), 16);
      if (digit < 0 || i > 7) {
        fail("not a chunk size", sink);
        return;
      }
      size = size * 16 + digit;
    }
    if (line.isEmpty()) {
      fail("an empty chunk size", sink);
      return;
    }
    sectionBytes = 0;
    if (size == 0) {
      fields = new Fields();
      state = State.TRAILERS;
    } else {
      remaining = size;
      state = State.CHUNK;
    }
  }

  private void fail(String why, Sink sink) {
    state = State.BROKEN;
    sink.broken(why);
  }
}
