package dev.hearth.gateway.sandbox.shim;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a shim tells about an invocation beside its result. It comes from a sandbox, so it is only
 * passed on, never relied upon.
 *
 * @param functionError not null where the function failed
 * @param errorType e.g. {@code Runtime.ExitError}, or null
 * @param errorDocument of a streamed reply, or null
 * @param durationUs microseconds, or -1
 * @param initUs microseconds of Init inside the invocation, or -1
 * @param logTail base64 of the end of the log, or null
 */
public record Report(
    String functionError,
    String errorType,
    String errorDocument,
    long durationUs,
    long initUs,
    String logTail) {
  /** Longest log tail that is passed on, in base64: 4 KB of log. */
  static final int MAX_LOG_TAIL = 5_464;

  static Report of(Fields fields) {
    return new Report(
        fields.get("Hearth-Function-Error"),
        fields.get("Hearth-Error-Type"),
        decoded(fields.get("Hearth-Error-Body")),
        fields.getNumber("Hearth-Duration-Us"),
        fields.getNumber("Hearth-Init-Us"),
        checked(fields.get("Hearth-Log-Tail")));
  }

  private static String decoded(String base64) {
    try {
      return base64 == null
          ? null
          : new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException hostile) {
      return null;
    }
  }

  private static String checked(String base64) {
    return decoded(base64) == null || base64.length() > MAX_LOG_TAIL ? null : base64;
  }

  /** A failure that the gateway itself states for a function. */
  public static Report failed(String errorType) {
    return new Report("Unhandled", errorType, null, -1, -1, null);
  }
}
