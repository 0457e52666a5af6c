package dev.hearth.gateway.sandbox.shim;

/**
 * One invocation as a shim is told of it; every text is printable ASCII.
 *
 * @param requestId a UUID
 * @param functionArn the ARN invoked, with its qualifier if one was given
 * @param traceId value of the X-Ray trace header
 * @param clientContext base64 of the client context, or null
 * @param tenantId or null
 * @param logTail whether the last 4 KB of the log are wanted
 */
public record Call(
    String requestId,
    String functionArn,
    String traceId,
    String clientContext,
    String tenantId,
    boolean logTail) {}
