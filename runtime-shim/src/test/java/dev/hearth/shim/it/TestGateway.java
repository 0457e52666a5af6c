package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.CRC32C;

/** A gateway's side of the protocol, one connection of it. */
public final class TestGateway extends HttpClientSocket {
  private static final long VALID_MS = 30_000;

  private final ShimKeys keys;
  private long epoch = 1;

  public TestGateway(InetSocketAddress shim, ShimKeys keys) throws IOException {
    super(shim);
    this.keys = keys;
  }

  /** Connects and says hello. */
  public static TestGateway welcomed(InetSocketAddress shim, ShimKeys keys)
      throws IOException, GeneralSecurityException {
    TestGateway gateway = new TestGateway(shim, keys);
    HttpReply reply = gateway.hello();
    if (reply.status() != 200) {
      throw new IOException("hello was refused: " + reply);
    }
    return gateway;
  }

  /** Says hello on a connection that is used by other means afterwards. */
  public static void helloOn(SocketChannel channel, ShimKeys keys)
      throws IOException, GeneralSecurityException {
    HttpReply reply = new TestGateway(channel.socket(), keys).hello();
    if (reply.status() != 200) {
      throw new IOException("hello was refused: " + reply);
    }
  }

  private TestGateway(Socket socket, ShimKeys keys) throws IOException {
    super(socket);
    this.keys = keys;
  }

  public TestGateway at(long newEpoch) {
    epoch = newEpoch;
    return this;
  }

  public HttpReply hello() throws IOException, GeneralSecurityException {
    return hello(nonce(), System.currentTimeMillis() + VALID_MS);
  }

  public String nonce() throws IOException {
    String body = get("/v1/hello").body();
    int from = body.indexOf("\"nonce\":\"") + 9;
    return body.substring(from, body.indexOf('"', from));
  }

  public HttpReply hello(String nonce, long expires) throws IOException, GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.gateway().getPrivate());
    signature.update(
        ("hearth-hello-1\n" + keys.sandboxUid() + "\n" + nonce + "\n" + epoch + "\n" + expires)
            .getBytes(UTF_8));
    Map<String, String> headers = new HashMap<>();
    headers.put("Hearth-Protocol", "1");
    headers.put("Hearth-Epoch", Long.toString(epoch));
    headers.put("Hearth-Expires", Long.toString(expires));
    headers.put("Hearth-Signature", ShimKeys.base64(signature.sign()));
    return request("POST", "/v1/hello", headers, new byte[0]);
  }

  public HttpReply get(String path) throws IOException {
    return request("GET", path, Map.of(), new byte[0]);
  }

  public HttpReply drain() throws IOException {
    return request("POST", "/v1/drain", Map.of(), new byte[0]);
  }

  /**
   * @param settings the JSON without its artifacts
   */
  public HttpReply specialise(String settings, byte[]... codes) throws IOException {
    return request(
        "POST",
        "/v1/specialise",
        Map.of("Hearth-Epoch", Long.toString(epoch)),
        specialisation(settings, List.of(codes)));
  }

  public static byte[] specialisation(String settings, List<byte[]> codes) throws IOException {
    return specialisation(settings, codes, code -> "\"sha256\":\"" + sha256(code) + '"');
  }

  /** The same by a gateway that has verified the digests itself. */
  public static byte[] summed(String settings, List<byte[]> codes) throws IOException {
    return specialisation(
        settings, codes, code -> "\"sha256\":\"\",\"crc32c\":\"" + crc32c(code) + '"');
  }

  private static byte[] specialisation(
      String settings, List<byte[]> codes, Function<byte[], String> sum) throws IOException {
    StringBuilder artifacts = new StringBuilder();
    for (byte[] code : codes) {
      artifacts
          .append(artifacts.isEmpty() ? "" : ",")
          .append("{\"kind\":\"code\"," + sum.apply(code) + ",\"size\":")
          .append(code.length)
          .append('}');
    }
    byte[] json =
        settings.replaceFirst("}\\s*$", ",\"artifacts\":[" + artifacts + "]}").getBytes(UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(body);
    data.writeInt(json.length);
    data.write(json);
    for (byte[] code : codes) {
      data.write(code);
    }
    return body.toByteArray();
  }

  private static String crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpReply invoke(String event) throws IOException {
    return invoke(event, Map.of());
  }

  public HttpReply invoke(String event, Map<String, String> more) throws IOException {
    return request("POST", "/v1/invoke", headers(more), event.getBytes(UTF_8));
  }

  public Map<String, String> headers(Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Hearth-Epoch", Long.toString(epoch));
    headers.put("Hearth-Request-Id", UUID.randomUUID().toString());
    headers.put(
        "Hearth-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:test:$LATEST");
    headers.putAll(more);
    return headers;
  }
}
