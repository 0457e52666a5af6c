package dev.hearth.shim.log;

/** How the records of a log look; each method answers whole lines, or nothing. */
interface LogFormat {
  String DROPPED_BECAUSE =
      "more than " + LogRate.BYTES_PER_SECOND + " bytes a second, or nobody reads the log";

  String initStart(String now);

  String start(String now, String requestId);

  /** What went wrong with the runtime, in one or two lines. */
  String failure(String now, String requestId, String message, String errorType);

  String timedOut(String now, String requestId, long timeoutMs);

  String end(String requestId);

  String report(String now, Report report);

  String dropped(String now, String requestId, long lines, long bytes);

  /**
   * A line that the function wrote, so changed that nobody takes it for one of the platform's.
   *
   * @param requestId empty before the first invocation
   */
  byte[] user(String now, String requestId, byte[] line);
}
