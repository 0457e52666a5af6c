package dev.hearth.gateway.sandbox.shim;

import java.nio.charset.StandardCharsets;

/** The heads of the requests that a gateway sends to a shim. */
final class ShimRequests {
  private ShimRequests() {}

  static String hello() {
    return "GET /v1/hello HTTP/1.1\r\nHost: sandbox\r\n\r\n";
  }

  static String helloProof(long epoch, long expiresMs, String signature) {
    return "POST /v1/hello HTTP/1.1\r\nHost: sandbox\r\nHearth-Protocol: 1\r\nHearth-Epoch: "
        + epoch
        + "\r\nHearth-Expires: "
        + expiresMs
        + "\r\nHearth-Signature: "
        + signature
        + "\r\nContent-Length: 0\r\n\r\n";
  }

  static String state() {
    return "GET /v1/state HTTP/1.1\r\nHost: sandbox\r\n\r\n";
  }

  static String specialise(long epoch, long contentLength) {
    return "POST /v1/specialise HTTP/1.1\r\nHost: sandbox\r\nHearth-Epoch: "
        + epoch
        + "\r\nContent-Length: "
        + contentLength
        + "\r\n\r\n";
  }

  /**
   * The head of an invocation.
   *
   * @param length of the event, or -1 for chunks
   */
  static byte[] invoke(Call call, long epoch, long length) {
    var head = new StringBuilder(512);
    head.append("POST /v1/invoke HTTP/1.1\r\nHost: sandbox\r\nHearth-Epoch: ").append(epoch);
    head.append("\r\nHearth-Request-Id: ").append(call.requestId());
    head.append("\r\nHearth-Function-Arn: ").append(call.functionArn());
    head.append("\r\nHearth-Trace-Id: ").append(call.traceId());
    if (call.clientContext() != null) {
      head.append("\r\nHearth-Client-Context: ").append(call.clientContext());
    }
    if (call.tenantId() != null) {
      head.append("\r\nHearth-Tenant-Id: ").append(call.tenantId());
    }
    if (call.logTail()) {
      head.append("\r\nHearth-Log-Tail: 1");
    }
    if (length < 0) {
      head.append("\r\nTransfer-Encoding: chunked");
    } else {
      head.append("\r\nContent-Length: ").append(length);
    }
    head.append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
