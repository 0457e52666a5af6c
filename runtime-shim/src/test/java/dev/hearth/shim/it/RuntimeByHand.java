package dev.hearth.shim.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One connection of a runtime whose every move a test decides. */
public final class RuntimeByHand extends HttpClientSocket {
  public static final String INVOCATION = "/2018-06-01/runtime/invocation/";

  public RuntimeByHand(String api) throws IOException {
    super(address(api));
  }

  public void sendNext() throws IOException {
    send("GET", INVOCATION + "next", Map.of(), new byte[0]);
  }

  public HttpReply next() throws IOException {
    sendNext();
    return read();
  }

  public static String id(HttpReply next) {
    return next.header("Lambda-Runtime-Aws-Request-Id");
  }

  public HttpReply respond(String id, String body) throws IOException {
    return respond(id, body, Map.of());
  }

  /** Responds and does not care for what the shim says to that. */
  public void sendResponse(String id, String body) throws IOException {
    send("POST", INVOCATION + id + "/response", Map.of(), body.getBytes(UTF_8));
  }

  public HttpReply respond(String id, String body, Map<String, String> headers) throws IOException {
    return post(INVOCATION + id + "/response", body, headers);
  }

  public HttpReply fail(String id, String body, String type) throws IOException {
    return post(
        INVOCATION + id + "/error", body, Map.of("Lambda-Runtime-Function-Error-Type", type));
  }

  public HttpReply initError(String body, String type) throws IOException {
    return post(
        "/2018-06-01/runtime/init/error", body, Map.of("Lambda-Runtime-Function-Error-Type", type));
  }

  public HttpReply post(String path, String body, Map<String, String> headers) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
    all.putAll(headers);
    return request("POST", path, all, body.getBytes(UTF_8));
  }
}
