package dev.hearth.shim.sandbox;

import dev.hearth.shim.http.HeaderName;

/** The headers of the protocol between gateway and shim. */
public final class HearthHeaders {
  public static final HeaderName PROTOCOL = HeaderName.of("Hearth-Protocol");
  public static final HeaderName EPOCH = HeaderName.of("Hearth-Epoch");
  public static final HeaderName EXPIRES = HeaderName.of("Hearth-Expires");
  public static final HeaderName SIGNATURE = HeaderName.of("Hearth-Signature");
  public static final HeaderName IDENTITY = HeaderName.of("Hearth-Identity");
  public static final HeaderName REQUEST_ID = HeaderName.of("Hearth-Request-Id");
  public static final HeaderName FUNCTION_ARN = HeaderName.of("Hearth-Function-Arn");
  public static final HeaderName TRACE_ID = HeaderName.of("Hearth-Trace-Id");
  public static final HeaderName CLIENT_CONTEXT = HeaderName.of("Hearth-Client-Context");
  public static final HeaderName COGNITO_IDENTITY = HeaderName.of("Hearth-Cognito-Identity");
  public static final HeaderName TENANT_ID = HeaderName.of("Hearth-Tenant-Id");
  public static final HeaderName LOG_TAIL = HeaderName.of("Hearth-Log-Tail");
  public static final HeaderName FUNCTION_ERROR = HeaderName.of("Hearth-Function-Error");
  public static final HeaderName ERROR_TYPE = HeaderName.of("Hearth-Error-Type");
  public static final HeaderName ERROR_BODY = HeaderName.of("Hearth-Error-Body");
  public static final HeaderName DURATION_US = HeaderName.of("Hearth-Duration-Us");
  public static final HeaderName INIT_US = HeaderName.of("Hearth-Init-Us");
  public static final HeaderName RESPONSE_MODE = HeaderName.of("Hearth-Response-Mode");

  private HearthHeaders() {}
}
