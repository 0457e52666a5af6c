package dev.hearth.shim.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Follows the framing of a chunked body as its bytes come in, however they are split. It holds no
 * data, only the trailers.
 */
final class ChunkedBody {
  private enum At {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILERS,
    END
  }

  /** 268 MB in one chunk: more than any body we take. */
  private static final int SIZE_DIGITS = 7;

  private static final int EXTENSION_BYTES = 256;

  private final HttpLimits limits;
  private At at = At.SIZE;
  private int digits;
  private int left;
  private int extension;
  private byte[] section = new byte[64];
  private int sectionLength;
  private Headers trailers = Headers.NONE;

  ChunkedBody(HttpLimits limits) {
    this.limits = limits;
  }

  /**
   * Goes over framing at the buffer's position and answers how many bytes of data follow there, all
   * of which the caller takes before it comes again; 0 if more input is needed or the body is over.
   */
  int advance(ByteBuffer in) throws BadMessageException {
    while (in.hasRemaining() && at != At.END) {
      if (at == At.DATA && left > 0) {
        int here = Math.min(left, in.remaining());
        left -= here;
        if (left == 0) {
          at = At.DATA_CR;
        }
        return here;
      }
      framing(in.get());
    }
    return 0;
  }

  boolean ended() {
    return at == At.END;
  }

  Headers trailers() {
    return trailers;
  }

  private void framing(byte b) throws BadMessageException {
    switch (at) {
      case SIZE -> size(b);
      case EXTENSION -> {
        if (b == '\r') {
          at = At.SIZE_LF;
        } else if (++extension > EXTENSION_BYTES || !Octets.isFieldValue(b)) {
          throw new BadMessageException(400, "a chunk extension that is too long or malformed");
        }
      }
      case SIZE_LF -> {
        expect(b, '\n');
        digits = 0;
        extension = 0;
        at = left == 0 ? At.TRAILERS : At.DATA;
      }
      case DATA_CR -> {
        expect(b, '\r');
        at = At.DATA_LF;
      }
      case DATA_LF -> {
        expect(b, '\n');
        at = At.SIZE;
      }
      case TRAILERS -> trailer(b);
      case DATA, END -> throw new IllegalStateException("no framing here");
    }
  }

  private void size(byte b) throws BadMessageException {
    int value = Octets.hex(b);
    if (value >= 0) {
      if (++digits > SIZE_DIGITS) {
        throw new BadMessageException(400, "a chunk of more than " + SIZE_DIGITS + " hex digits");
      }
      left = left * 16 + value;
    } else if (digits > 0 && b == '\r') {
      at = At.SIZE_LF;
    } else if (digits > 0 && b == ';') {
      at = At.EXTENSION;
    } else {
      throw new BadMessageException(400, "a chunk without a size");
    }
  }

  private void trailer(byte b) throws BadMessageException {
    if (sectionLength == limits.sectionBytes()) {
      throw new BadMessageException(431, "trailers of more than " + sectionLength + " bytes");
    }
    if (sectionLength == section.length) {
      section = Arrays.copyOf(section, Math.min(limits.sectionBytes(), sectionLength * 4));
    }
    section[sectionLength++] = b;
    if (b != '\n') {
      return;
    }
    if (sectionLength < 2 || section[sectionLength - 2] != '\r') {
      throw new BadMessageException(400, "a trailer line that does not end with CR LF");
    }
    if (sectionLength == 2 || section[sectionLength - 3] == '\n') {
      trailers = Headers.parse(section, 0, sectionLength, limits);
      at = At.END;
    }
  }

  private static void expect(byte b, char wanted) throws BadMessageException {
    if (b != wanted) {
      throw new BadMessageException(400, "a chunk that does not end with CR LF");
    }
  }
}
