package dev.hearth.gateway.sandbox.shim;

/**
 * How a function's Init failed, in its runtime's own words. They come from a sandbox, so they are
 * only passed on, and no longer than this.
 *
 * @param errorType e.g. {@code Runtime.ImportModuleError}; at most {@value #MAX_TYPE} characters
 * @param errorMessage for people; at most {@value #MAX_MESSAGE} characters, may be empty
 */
public record InitFailure(String errorType, String errorMessage) {
  /** Characters of the longest type that is passed on. */
  public static final int MAX_TYPE = 128;

  /** Characters of the longest message that is passed on. */
  public static final int MAX_MESSAGE = 512;

  /** An Init that took too long runs again inside an invocation, which may take longer. */
  private static final String TOOK_TOO_LONG = "Sandbox.Timedout";

  public InitFailure {
    errorType = cut(errorType, MAX_TYPE);
    errorMessage = cut(errorMessage, MAX_MESSAGE);
  }

  /** Whether it may well succeed where it has more time. */
  public boolean tookTooLong() {
    return errorType.equals(TOOK_TOO_LONG);
  }

  private static String cut(String text, int max) {
    return text.substring(0, Math.min(text.length(), max));
  }
}
