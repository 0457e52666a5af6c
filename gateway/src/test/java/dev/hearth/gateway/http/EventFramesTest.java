package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class EventFramesTest {
  /** Both were read back by AWS's own Python client. */
  private static final String CHUNK_OF_HELLO =
      "0000006f0000005af5fe871f0d3a6d6573736167652d747970650700056576656e740b3a6576656e742d"
          + "7479706507000c5061796c6f61644368756e6b0d3a636f6e74656e742d747970650700186170706c6963"
          + "6174696f6e2f6f637465742d73747265616d68656c6c6f4fe061f2";

  private static final String COMPLETE_WITH_ERROR =
      "0000009800000054e85226550d3a6d6573736167652d747970650700056576656e740b3a6576656e742d"
          + "7479706507000e496e766f6b65436f6d706c6574650d3a636f6e74656e742d747970650700106170706c"
          + "69636174696f6e2f6a736f6e7b224572726f72436f6465223a2252756e74696d652e457869744572726f"
          + "72222c224572726f7244657461696c73223a2278227d5b44353b";

  /** What a reader that shares no code with the writer finds in a frame. */
  private record Frame(Map<String, String> headers, String payload) {
    static Frame read(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      assertEquals(bytes.length, in.getInt(), "length");
      int headersLength = in.getInt();
      assertEquals(crc(bytes, 8), in.getInt(), "prelude CRC");
      int payloadAt = in.position() + headersLength;
      var headers = new LinkedHashMap<String, String>();
      while (in.position() < payloadAt) {
        String name = text(in, in.get());
        assertEquals(7, in.get(), "type of " + name);
        headers.put(name, text(in, in.getShort()));
      }
      String payload = text(in, in.remaining() - 4);
      assertEquals(crc(bytes, bytes.length - 4), in.getInt(), "message CRC");
      return new Frame(headers, payload);
    }

    private static int crc(byte[] bytes, int length) {
      var crc = new CRC32();
      crc.update(bytes, 0, length);
      return (int) crc.getValue();
    }

    private static String text(ByteBuffer in, int length) {
      byte[] text = new byte[length];
      in.get(text);
      return new String(text, StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_chunk_is_written_as_awss_clients_read_it() {
    byte[] frame = EventFrames.payloadChunk("hello".getBytes(StandardCharsets.UTF_8));
    assertEquals(CHUNK_OF_HELLO, HexFormat.of().formatHex(frame));
    Frame read = Frame.read(frame);
    assertEquals("PayloadChunk", read.headers().get(":event-type"));
    assertEquals("application/octet-stream", read.headers().get(":content-type"));
    assertEquals("event", read.headers().get(":message-type"));
    assertEquals("hello", read.payload());
  }

  @Test
  void the_end_is_written_as_awss_clients_read_it() {
    String document = "{\"ErrorCode\":\"Runtime.ExitError\",\"ErrorDetails\":\"x\"}";
    byte[] frame = EventFrames.invokeComplete(document);
    assertEquals(COMPLETE_WITH_ERROR, HexFormat.of().formatHex(frame));
    Frame read = Frame.read(frame);
    assertEquals("InvokeComplete", read.headers().get(":event-type"));
    assertEquals("application/json", read.headers().get(":content-type"));
    assertEquals(document, read.payload());
  }

  @Test
  void an_empty_chunk_and_one_beyond_ascii_are_whole_frames() {
    assertEquals("", Frame.read(EventFrames.payloadChunk(new byte[0])).payload());
    assertEquals(
        "{\"a\":\"한\"}", Frame.read(EventFrames.invokeComplete("{\"a\":\"한\"}")).payload());
  }
}
