package dev.hearth.shim.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.json.JsonObject;
import dev.hearth.shim.json.JsonText;

/**
 * AWS's JSON format: one object a line.
 *
 * @param warningsOnly the platform speaks only of what went wrong
 */
record JsonFormat(Identity identity, boolean warningsOnly) implements LogFormat {
  @Override
  public String initStart(String now) {
    return platform(
        now,
        "platform.initStart",
        new JsonText()
            .put("initializationType", identity.initializationType())
            .put("phase", "init")
            .put("runtimeVersion", identity.runtime())
            .put("runtimeVersionArn", identity.runtimeArn())
            .put("functionName", identity.function())
            .put("functionVersion", identity.version()));
  }

  @Override
  public String start(String now, String requestId) {
    return platform(
        now,
        "platform.start",
        new JsonText().put("requestId", requestId).put("version", identity.version()));
  }

  private String platform(String now, String type, JsonText record) {
    return warningsOnly ? "" : record(now, type, record);
  }

  private static String record(String now, String type, JsonText record) {
    return new JsonText().put("time", now).put("type", type).putJson("record", record.toString())
        + "\n";
  }

  @Override
  public String failure(String now, String requestId, String message, String errorType) {
    JsonText line =
        new JsonText()
            .put("timestamp", now)
            .put("level", "ERROR")
            .put("message", message)
            .put("errorType", errorType);
    return (requestId.isEmpty() ? line : line.put("requestId", requestId)) + "\n";
  }

  /** The report says it. */
  @Override
  public String timedOut(String now, String requestId, long timeoutMs) {
    return "";
  }

  /** AWS's JSON logs have no such record. */
  @Override
  public String end(String requestId) {
    return "";
  }

  @Override
  public String report(String now, Report report) {
    JsonText metrics =
        new JsonText()
            .putJson("durationMs", Report.ms(report.durationNanos()))
            .put("billedDurationMs", report.billedMs())
            .put("memorySizeMB", report.memorySizeMb())
            .put("maxMemoryUsedMB", report.usedMb());
    if (report.hasInit()) {
      metrics.putJson("initDurationMs", Report.ms(report.initNanos()));
    }
    JsonText record =
        new JsonText().put("requestId", report.requestId()).putJson("metrics", metrics.toString());
    switch (report.status()) {
      case SUCCESS -> record.put("status", "success");
      case TIMEOUT -> record.put("status", "timeout");
      case ERROR -> record.put("status", "error").put("errorType", report.errorType());
    }
    Trace trace = Trace.parse(report.trace());
    if (trace.sampled()) {
      record.putJson(
          "tracing",
          new JsonText()
              .put("type", "X-Amzn-Trace-Id")
              .put("value", report.trace())
              .put("spanId", trace.parent())
              .toString());
    }
    boolean quiet = warningsOnly && report.status() == Report.Status.SUCCESS;
    return quiet ? "" : record(now, "platform.report", record);
  }

  @Override
  public String dropped(String now, String requestId, long lines, long bytes) {
    return record(
        now,
        "platform.logsDropped",
        new JsonText()
            .put("reason", LogFormat.DROPPED_BECAUSE)
            .put("droppedRecords", lines)
            .put("droppedBytes", bytes));
  }

  @Override
  public byte[] user(String now, String requestId, byte[] line) {
    String text = new String(line, UTF_8);
    if (text.startsWith("{") && isUsersRecord(text)) {
      // Not the line itself: it may not have been UTF-8.
      return text.getBytes(UTF_8);
    }
    JsonText wrapped =
        new JsonText().put("timestamp", now).put("level", "INFO").put("message", text);
    return (requestId.isEmpty() ? wrapped : wrapped.put("requestId", requestId)).bytes();
  }

  /** A JSON object that does not claim to be the platform's. */
  private static boolean isUsersRecord(String text) {
    try {
      return !(JsonObject.parse(text).members().get("type") instanceof String type
          && type.startsWith("platform."));
    } catch (JsonException e) {
      return false;
    }
  }
}
