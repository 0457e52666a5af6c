package dev.hearth.gateway.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Reads event-stream messages, and fails where a CRC or a length is wrong. */
public final class FrameReader {
  /** One message. */
  public record Frame(Map<String, String> headers, String payload) {}

  private FrameReader() {}

  public static List<Frame> all(InputStream in) throws IOException {
    var frames = new ArrayList<Frame>();
    while (true) {
      try {
        frames.add(next(in));
      } catch (EOFException end) {
        return frames;
      }
    }
  }

  public static Frame next(InputStream in) throws IOException {
    var data = new DataInputStream(in);
    int total = data.readInt();
    byte[] message = new byte[total];
    ByteBuffer.wrap(message).putInt(total);
    data.readFully(message, 4, total - 4);
    var bytes = ByteBuffer.wrap(message);
    int headersLength = bytes.getInt(4);
    check(bytes.getInt(8) == crc(message, 8), "the prelude's CRC is wrong");
    check(bytes.getInt(total - 4) == crc(message, total - 4), "the message's CRC is wrong");
    Map<String, String> headers = new LinkedHashMap<>();
    bytes.position(12);
    while (bytes.position() < 12 + headersLength) {
      String name = text(bytes, bytes.get());
      check(bytes.get() == 7, "a header is not a string");
      headers.put(name, text(bytes, bytes.getShort()));
    }
    return new Frame(headers, text(bytes, total - 4 - bytes.position()));
  }

  private static int crc(byte[] message, int length) {
    var crc = new CRC32();
    crc.update(message, 0, length);
    return (int) crc.getValue();
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
