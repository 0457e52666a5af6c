package dev.hearth.shim.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.stream.Stream;

/** AWS's text format. */
record TextFormat(Identity identity) implements LogFormat {
  /** How the platform's own lines begin. */
  private static final byte[][] OURS =
      Stream.of(
              "START RequestId:",
              "END RequestId:",
              "REPORT RequestId:",
              "RequestId:",
              "INIT_START ",
              "XRAY TraceId:",
              "LOGS_DROPPED ")
          .map(start -> start.getBytes(ISO_8859_1))
          .toArray(byte[][]::new);

  private static final byte[] TASK_TIMED_OUT = " Task timed out after ".getBytes(ISO_8859_1);

  private static final byte[] NOBODY = "- ".getBytes(UTF_8);

  @Override
  public String initStart(String now) {
    return "INIT_START Runtime Version: "
        + identity.runtime()
        + "\tRuntime Version ARN: "
        + identity.runtimeArn()
        + "\n";
  }

  @Override
  public String start(String now, String requestId) {
    return "START RequestId: " + requestId + " Version: " + identity.version() + "\n";
  }

  @Override
  public String failure(String now, String requestId, String message, String errorType) {
    String id = requestId.isEmpty() ? "" : "RequestId: " + requestId + " ";
    return id + "Error: " + message + "\n" + errorType + "\n";
  }

  @Override
  public String timedOut(String now, String requestId, long timeoutMs) {
    return now + " " + requestId + " " + taskTimedOut(timeoutMs) + "\n\n";
  }

  /** The sentence that callers see too. */
  static String taskTimedOut(long timeoutMs) {
    return "Task timed out after " + Report.ms(timeoutMs * 1_000) + " seconds";
  }

  @Override
  public String end(String requestId) {
    return "END RequestId: " + requestId + "\n";
  }

  @Override
  public String report(String now, Report report) {
    StringBuilder line =
        new StringBuilder(256)
            .append("REPORT RequestId: ")
            .append(report.requestId())
            .append("\tDuration: ")
            .append(Report.ms(report.durationNanos()))
            .append(" ms\tBilled Duration: ")
            .append(report.billedMs())
            .append(" ms\tMemory Size: ")
            .append(report.memorySizeMb())
            .append(" MB\tMax Memory Used: ")
            .append(report.usedMb())
            .append(" MB\t");
    if (report.hasInit()) {
      line.append("Init Duration: ").append(Report.ms(report.initNanos())).append(" ms\t");
    }
    switch (report.status()) {
      case SUCCESS -> {}
      case TIMEOUT -> line.append("Status: timeout");
      case ERROR -> line.append("Status: error\tError Type: ").append(field(report.errorType()));
    }
    line.append('\n');
    Trace trace = Trace.parse(report.trace());
    if (trace.sampled()) {
      line.append("XRAY TraceId: ")
          .append(trace.root())
          .append("\tSegmentId: ")
          .append(trace.parent())
          .append("\tSampled: true\t\n");
    }
    return line.toString();
  }

  /** A runtime names its error's type: no tab of it may begin another field. */
  private static String field(String value) {
    StringBuilder field = new StringBuilder(value);
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ') {
        field.setCharAt(i, ' ');
      }
    }
    return field.toString();
  }

  @Override
  public String dropped(String now, String requestId, long lines, long bytes) {
    return "LOGS_DROPPED RequestId: "
        + (requestId.isEmpty() ? "-" : requestId)
        + "\tLines: "
        + lines
        + "\tBytes: "
        + bytes
        + "\tReason: "
        + DROPPED_BECAUSE
        + "\n";
  }

  @Override
  public byte[] user(String now, String requestId, byte[] line) {
    boolean forged = isOurs(line);
    if (requestId.isEmpty()) {
      return forged ? join(NOBODY, line) : line;
    }
    byte[] id = (requestId + " ").getBytes(ISO_8859_1);
    return forged || !contains(line, id, id.length - 1) ? join(id, line) : line;
  }

  private static boolean isOurs(byte[] line) {
    for (byte[] start : OURS) {
      if (line.length >= start.length
          && Arrays.equals(line, 0, start.length, start, 0, start.length)) {
        return true;
      }
    }
    // Any invocation's: late output may name the one before.
    return contains(line, TASK_TIMED_OUT, TASK_TIMED_OUT.length);
  }

  private static boolean contains(byte[] line, byte[] what, int length) {
    for (int from = 0; from + length <= line.length; from++) {
      int i = 0;
      while (i < length && line[from + i] == what[i]) {
        i++;
      }
      if (i == length) {
        return true;
      }
    }
    return false;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
