package dev.hearth.gateway.http;

import io.vertx.core.http.HttpHeaders;

/** Header names of AWS's API, in the form that the server compares fastest. */
final class Names {
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-amzn-RequestId");
  static final CharSequence ERROR_TYPE = HttpHeaders.createOptimized("x-amzn-ErrorType");
  static final CharSequence TRACE_ID = HttpHeaders.createOptimized("X-Amzn-Trace-Id");
  static final CharSequence INVOCATION_TYPE = HttpHeaders.createOptimized("X-Amz-Invocation-Type");
  static final CharSequence LOG_TYPE = HttpHeaders.createOptimized("X-Amz-Log-Type");
  static final CharSequence LOG_RESULT = HttpHeaders.createOptimized("X-Amz-Log-Result");
  static final CharSequence CLIENT_CONTEXT = HttpHeaders.createOptimized("X-Amz-Client-Context");
  static final CharSequence TENANT_ID = HttpHeaders.createOptimized("X-Amz-Tenant-Id");
  static final CharSequence EXECUTED_VERSION =
      HttpHeaders.createOptimized("X-Amz-Executed-Version");
  static final CharSequence FUNCTION_ERROR = HttpHeaders.createOptimized("X-Amz-Function-Error");
  static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
  static final CharSequence NAMESPACE = HttpHeaders.createOptimized("X-Hearth-Namespace");
  static final CharSequence FORWARDED = HttpHeaders.createOptimized("Hearth-Forwarded");
  static final CharSequence EPOCH = HttpHeaders.createOptimized("Hearth-Epoch");
  static final CharSequence EXPECT = HttpHeaders.createOptimized("Expect");

  private Names() {}
}
