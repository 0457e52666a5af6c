package dev.hearth.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Messages of AWS's event-stream encoding: lengths, headers and payload, each guarded by a CRC. */
final class EventFrames {
  /** Bytes of a message beside its headers and payload. */
  static final int OVERHEAD = 16;

  private static final int PRELUDE = 8;
  private static final byte STRING = 7;
  private static final byte[] PAYLOAD_CHUNK = headers("PayloadChunk", "application/octet-stream");
  private static final byte[] INVOKE_COMPLETE = headers("InvokeComplete", "application/json");

  private EventFrames() {}

  /** A part of a function's result. */
  static byte[] payloadChunk(byte[] part) {
    return frame(PAYLOAD_CHUNK, part);
  }

  /** The end of an invocation. */
  static byte[] invokeComplete(String json) {
    return frame(INVOKE_COMPLETE, json.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] frame(byte[] headers, byte[] payload) {
    int total = OVERHEAD + headers.length + payload.length;
    ByteBuffer frame = ByteBuffer.allocate(total).putInt(total).putInt(headers.length);
    var crc = new CRC32();
    crc.update(frame.array(), 0, PRELUDE);
    frame.putInt((int) crc.getValue()).put(headers).put(payload);
    crc.update(frame.array(), PRELUDE, total - PRELUDE - Integer.BYTES);
    return frame.putInt((int) crc.getValue()).array();
  }

  private static byte[] headers(String eventType, String contentType) {
    ByteBuffer headers = ByteBuffer.allocate(256);
    header(headers, ":message-type", "event");
    header(headers, ":event-type", eventType);
    header(headers, ":content-type", contentType);
    byte[] bytes = new byte[headers.position()];
    headers.flip().get(bytes);
    return bytes;
  }

  private static void header(ByteBuffer out, String name, String value) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
    out.put((byte) nameBytes.length).put(nameBytes);
    out.put(STRING).putShort((short) valueBytes.length).put(valueBytes);
  }
}
