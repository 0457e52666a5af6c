package dev.hearth.shim.sandbox;

import dev.hearth.shim.http.HeaderName;
import dev.hearth.shim.http.Wire;
import java.io.IOException;

/** The answer to a runtime's {@code next}: the event and what it has to know of it. */
final class NextAnswer {
  private static final HeaderName REQUEST_ID = HeaderName.of("Lambda-Runtime-Aws-Request-Id");
  private static final HeaderName DEADLINE_MS = HeaderName.of("Lambda-Runtime-Deadline-Ms");
  private static final HeaderName ARN = HeaderName.of("Lambda-Runtime-Invoked-Function-Arn");
  private static final HeaderName TRACE_ID = HeaderName.of("Lambda-Runtime-Trace-Id");
  private static final HeaderName CLIENT_CONTEXT = HeaderName.of("Lambda-Runtime-Client-Context");
  private static final HeaderName COGNITO = HeaderName.of("Lambda-Runtime-Cognito-Identity");
  private static final HeaderName TENANT_ID = HeaderName.of("Lambda-Runtime-Aws-Tenant-Id");

  private NextAnswer() {}

  static void send(Invocation invocation, long deadlineMs, Wire runtime) {
    try {
      write(invocation, deadlineMs, runtime);
    } catch (IOException _) {
      // The connection is gone: the runtime ends, or the deadline ends it.
      close(runtime);
    }
  }

  private static void close(Wire runtime) {
    try {
      runtime.close();
    } catch (IOException _) {
      // It was broken before.
    }
  }

  private static void write(Invocation invocation, long deadlineMs, Wire runtime)
      throws IOException {
    InvokeRequest request = invocation.request();
    runtime
        .out()
        .status(200, "OK")
        .header(HeaderName.CONTENT_TYPE, Outcome.JSON)
        .header(REQUEST_ID, request.requestId())
        .header(DEADLINE_MS, deadlineMs)
        .optional(ARN, request.functionArn())
        .optional(TRACE_ID, request.traceId())
        .optional(CLIENT_CONTEXT, oneLine(request.clientContext()))
        .optional(COGNITO, request.cognitoIdentity())
        .optional(TENANT_ID, request.tenantId())
        .send(invocation.event());
  }

  /** The same JSON in characters that every header can have. */
  private static String oneLine(String json) {
    StringBuilder ascii = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c >= 127) {
        ascii.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          ascii.append(Character.forDigit(c >> shift & 15, 16));
        }
      } else {
        ascii.append(c < ' ' ? ' ' : c);
      }
    }
    return ascii.toString();
  }
}
