package dev.hearth.gateway.http;

import dev.hearth.gateway.invocation.Outcome;
import dev.hearth.gateway.invocation.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;

/** What a caller asks for in the headers of an invocation. */
sealed interface InvokeHeaders {
  /**
   * All of it is good.
   *
   * @param clientContext base64, or null
   * @param tenantId or null
   * @param traceId as it came, or null
   */
  record Good(
      boolean dryRun, boolean logTail, String clientContext, String tenantId, String traceId)
      implements InvokeHeaders {}

  /** Some of it is not. */
  record Bad(Outcome.Rejected why) implements InvokeHeaders {}

  /** Longest client context, in base64. */
  int MAX_CLIENT_CONTEXT = 3_583;

  String NOT_AN_OBJECT = "Client context must be a valid Base64-encoded JSON object.";

  /** Longest tenant id. */
  int MAX_TENANT_ID = 256;

  static InvokeHeaders of(Function<CharSequence, String> headers, boolean streaming) {
    String type = headers.apply(Names.INVOCATION_TYPE);
    boolean dryRun = "DryRun".equals(type);
    if ("Event".equals(type) && !streaming) {
      return bad(
          Rejection.INVALID_PARAMETER_VALUE,
          "Asynchronous invocation (InvocationType Event) is not supported yet.");
    }
    if (type != null && !dryRun && !type.equals("RequestResponse")) {
      String message =
          streaming
              ? Constraint.enumeration("invocationType", type, "RequestResponse", "DryRun")
              : Constraint.enumeration(
                  "invocationType", type, "Event", "RequestResponse", "DryRun");
      return bad(Rejection.VALIDATION, message);
    }
    String log = headers.apply(Names.LOG_TYPE);
    boolean logTail = "Tail".equals(log);
    if (log != null && !logTail && !log.equals("None")) {
      return bad(Rejection.VALIDATION, Constraint.enumeration("logType", log, "None", "Tail"));
    }
    String context = headers.apply(Names.CLIENT_CONTEXT);
    String wrong = context == null ? null : wrongContext(context);
    if (wrong != null) {
      return bad(Rejection.INVALID_REQUEST_CONTENT, wrong);
    }
    String tenant = headers.apply(Names.TENANT_ID);
    if (tenant != null && !isPrintable(tenant, MAX_TENANT_ID)) {
      return bad(Rejection.VALIDATION, Constraint.length("tenantId", tenant, MAX_TENANT_ID));
    }
    return new Good(dryRun, logTail, context, tenant, headers.apply(Names.TRACE_ID));
  }

  private static String wrongContext(String context) {
    if (context.length() > MAX_CLIENT_CONTEXT) {
      return "Client context must be no more than " + MAX_CLIENT_CONTEXT + " bytes in base64";
    }
    return isJsonObject(context) ? null : NOT_AN_OBJECT;
  }

  private static boolean isJsonObject(String base64) {
    try {
      byte[] json = Base64.getDecoder().decode(base64);
      var check = new JsonCheck();
      return check.feed(json, 0, json.length)
          && check.end()
          && new String(json, StandardCharsets.UTF_8).strip().startsWith("{");
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static boolean isPrintable(String text, int limit) {
    return text.length() <= limit && text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }

  private static InvokeHeaders bad(Rejection rejection, String message) {
    return new Bad(new Outcome.Rejected(rejection, message));
  }
}
