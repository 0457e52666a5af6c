package dev.hearth.gateway.sandbox.shim;

/**
 * What a shim tells about an invocation beside its result. It comes from a sandbox, so it is only
 * passed on, never relied upon.
 *
 * @param functionError {@code Unhandled}, or null where the function succeeded
 * @param errorType e.g. {@code Runtime.ExitError}, or null
 * @param errorBody base64 of a streamed reply's error document, or null
 * @param durationUs microseconds, or -1
 * @param initUs microseconds of Init inside the invocation, or -1
 * @param logTail base64 of the end of the log, or null
 */
public record Report(
    String functionError,
    String errorType,
    String errorBody,
    long durationUs,
    long initUs,
    String logTail) {

  static Report of(Fields fields) {
    return new Report(
        fields.get("Hearth-Function-Error"),
        fields.get("Hearth-Error-Type"),
        fields.get("Hearth-Error-Body"),
        fields.getNumber("Hearth-Duration-Us"),
        fields.getNumber("Hearth-Init-Us"),
        fields.get("Hearth-Log-Tail"));
  }

  /** A failure that the gateway itself states for a function. */
  public static Report failed(String errorType) {
    return new Report("Unhandled", errorType, null, -1, -1, null);
  }
}
