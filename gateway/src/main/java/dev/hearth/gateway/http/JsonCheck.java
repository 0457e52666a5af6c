package dev.hearth.gateway.http;

import dev.hearth.gateway.http.JsonGrammar.State;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Tells whether bytes that arrive in pieces are one JSON document (RFC 8259 in UTF-8). Keeps
 * nothing of the document but its nesting, at most {@link #MAX_DEPTH} levels. For one document and
 * one thread at a time.
 */
public final class JsonCheck {
  /** Arrays and objects within one another; the runtimes' own parsers stop near here. */
  public static final int MAX_DEPTH = 1_000;

  private static final int COPIED_AT_ONCE = 8 * 1024;
  private static final int STRING = State.STRING.row();
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;

  private final BitSet objects = new BitSet();
  private int depth;
  private int state = State.VALUE.row();
  private boolean key;
  private long consumed;
  private String reason = "";

  /** Takes the next piece; false when the document can no longer become valid. */
  public boolean feed(byte[] bytes, int offset, int length) {
    if (!reason.isEmpty()) {
      return false;
    }
    int end = offset + length;
    int at = offset;
    int here = state;
    while (at < end) {
      if (here == STRING) {
        at = skipText(bytes, at, end);
        if (at == end) {
          break;
        }
      }
      int next = JsonGrammar.NEXT[(here << 8) | (bytes[at] & 0xFF)];
      if (next == JsonGrammar.END_NUMBER) {
        here = afterValue();
        continue;
      }
      if (next < 0) {
        next = structure(next);
        if (next < 0) {
          state = here;
          consumed += at - offset;
          reason = unexpected(bytes[at] & 0xFF);
          return false;
        }
      }
      here = next;
      at++;
    }
    state = here;
    consumed += length;
    return true;
  }

  /** The same for what lies between the buffer's position and limit, neither of which moves. */
  public boolean feed(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      return feed(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
    byte[] piece = new byte[Math.min(bytes.remaining(), COPIED_AT_ONCE)];
    int at = bytes.position();
    while (at < bytes.limit()) {
      int length = Math.min(bytes.limit() - at, piece.length);
      bytes.get(at, piece, 0, length);
      if (!feed(piece, 0, length)) {
        return false;
      }
      at += length;
    }
    return reason.isEmpty();
  }

  /** No more bytes: whether what came was one whole document. */
  public boolean end() {
    State last = JsonGrammar.STATES.get(state);
    if (reason.isEmpty() && !(depth == 0 && last.mayEnd())) {
      reason = "Unexpected end-of-input: expected " + last.expected + position();
    }
    return reason.isEmpty();
  }

  /** What is wrong and where, after {@code feed} or {@code end} said false. */
  public String reason() {
    return reason;
  }

  private int structure(int action) {
    return switch (action) {
      case JsonGrammar.OPEN_OBJECT -> open(true, State.FIRST_KEY);
      case JsonGrammar.OPEN_ARRAY -> open(false, State.FIRST_ELEMENT);
      case JsonGrammar.OPEN_KEY -> openString(true);
      case JsonGrammar.OPEN_STRING -> openString(false);
      case JsonGrammar.CLOSE_STRING -> key ? State.COLON.row() : afterValue();
      case JsonGrammar.END_LITERAL -> afterValue();
      case JsonGrammar.CLOSE -> {
        depth--;
        yield afterValue();
      }
      default -> JsonGrammar.REFUSE;
    };
  }

  private int open(boolean object, State first) {
    if (depth == MAX_DEPTH) {
      return JsonGrammar.REFUSE;
    }
    depth++;
    objects.set(depth, object);
    return first.row();
  }

  private int openString(boolean ofKey) {
    key = ofKey;
    return STRING;
  }

  private int afterValue() {
    if (depth == 0) {
      return State.DONE.row();
    }
    return (objects.get(depth) ? State.AFTER_MEMBER : State.AFTER_ELEMENT).row();
  }

  /** Eight bytes at a time, for most of a large document is text; stops early, never late. */
  private static int skipText(byte[] bytes, int from, int end) {
    int at = from;
    while (at <= end - 4 * Long.BYTES && plain32(bytes, at)) {
      at += 4 * Long.BYTES;
    }
    while (at <= end - Long.BYTES) {
      long eight = (long) EIGHT_BYTES.get(bytes, at);
      long control = (eight - ' ' * ONES) & ~eight;
      long quote = zeroBytes(eight ^ '"' * ONES);
      long backslash = zeroBytes(eight ^ '\\' * ONES);
      long special = (eight | control | quote | backslash) & TOPS;
      if (special == 0) {
        at += Long.BYTES;
        continue;
      }
      int first = at + (Long.numberOfTrailingZeros(special) >>> 3);
      at = skipThreeByteCharacters(bytes, first, end);
      if (at == first) {
        break;
      }
    }
    return at;
  }

  private static boolean plain32(byte[] bytes, int at) {
    long suspicious =
        suspicious((long) EIGHT_BYTES.get(bytes, at))
            | suspicious((long) EIGHT_BYTES.get(bytes, at + Long.BYTES))
            | suspicious((long) EIGHT_BYTES.get(bytes, at + 2 * Long.BYTES))
            | suspicious((long) EIGHT_BYTES.get(bytes, at + 3 * Long.BYTES));
    return (suspicious & TOPS) == 0;
  }

  /** A top bit is set where a byte is special, and perhaps above one that is. */
  private static long suspicious(long eight) {
    long quote = (eight ^ '"' * ONES) - ONES;
    long backslash = (eight ^ '\\' * ONES) - ONES;
    return eight | (eight - ' ' * ONES) | quote | backslash;
  }

  private static long zeroBytes(long eight) {
    return (eight - ONES) & ~eight;
  }

  /** Most text that is not ASCII; the two lead bytes with narrower tails are left to the table. */
  private static int skipThreeByteCharacters(byte[] bytes, int from, int end) {
    int at = from;
    while (at <= end - 3
        && (bytes[at] & 0xF0) == 0xE0
        && bytes[at] != (byte) 0xE0
        && bytes[at] != (byte) 0xED
        && (bytes[at + 1] & 0xC0) == 0x80
        && (bytes[at + 2] & 0xC0) == 0x80) {
      at += 3;
    }
    return at;
  }

  private String unexpected(int b) {
    State here = JsonGrammar.STATES.get(state);
    if (depth == MAX_DEPTH && (b == '[' || b == '{')) {
      return "Nesting is deeper than " + MAX_DEPTH + " levels" + position();
    }
    if (b >= 0x80) {
      return "Invalid UTF-8 byte 0x" + Integer.toHexString(b) + position();
    }
    String shown = b < ' ' ? "code " + b : "'" + (char) b + "' (code " + b + ")";
    return "Unexpected character (" + shown + "): expected " + here.expected + position();
  }

  private String position() {
    return " at byte " + consumed;
  }
}
