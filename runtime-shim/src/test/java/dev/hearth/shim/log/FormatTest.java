package dev.hearth.shim.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FormatTest {
  private static final Identity IDENTITY =
      new Identity("hello", "$LATEST", "on-demand", "python:3.11", "arn:runtime");
  private static final LogFormat TEXT = new TextFormat(IDENTITY);
  private static final LogFormat JSON = new JsonFormat(IDENTITY, false);
  private static final String ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";

  private static Report report(Report.Status status, String type, long init, String trace) {
    return new Report(ID, 3_009_999, init, 128, 36L << 20, status, type, trace);
  }

  private static String user(LogFormat format, String id, String line) {
    return new String(format.user("NOW", id, line.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void text_is_as_aws_writes_it() {
    assertEquals(
        "INIT_START Runtime Version: python:3.11\tRuntime Version ARN: arn:runtime\n",
        TEXT.initStart(""));
    assertEquals("START RequestId: " + ID + " Version: $LATEST\n", TEXT.start("", ID));
    assertEquals("END RequestId: " + ID + "\n", TEXT.end(ID));
    assertEquals(
        "REPORT RequestId: "
            + ID
            + "\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB"
            + "\tMax Memory Used: 36 MB\t\n",
        TEXT.report("", report(Report.Status.SUCCESS, "", -1, "")));
  }

  @Test
  void a_report_tells_init_status_and_trace() {
    String line =
        TEXT.report(
            "",
            report(
                Report.Status.ERROR,
                "Runtime.ExitError",
                110_100_000,
                "Root=1-2-3;Parent=4;Sampled=1"));
    assertTrue(line.contains("Billed Duration: 114 ms"), line);
    assertTrue(
        line.contains("\tInit Duration: 110.10 ms\tStatus: error\tError Type: Runtime.ExitError\n"),
        line);
    assertTrue(line.endsWith("XRAY TraceId: 1-2-3\tSegmentId: 4\tSampled: true\t\n"), line);
    assertTrue(
        TEXT.report("", report(Report.Status.TIMEOUT, "x", -1, ""))
            .endsWith("\tStatus: timeout\n"));
  }

  @Test
  void a_timeout_and_a_failure_have_their_lines() {
    assertEquals(
        "NOW " + ID + " Task timed out after 3.00 seconds\n\n", TEXT.timedOut("NOW", ID, 3000));
    assertEquals(
        "RequestId: "
            + ID
            + " Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n",
        TEXT.failure("", ID, "Runtime exited with error: signal: killed", "Runtime.ExitError"));
  }

  @Test
  void a_users_line_has_its_request_id_once() {
    assertEquals(ID + " hello", user(TEXT, ID, "hello"));
    assertEquals("[INFO] " + ID + " hello", user(TEXT, ID, "[INFO] " + ID + " hello"));
    assertEquals("hello", user(TEXT, "", "hello"));
  }

  @Test
  void a_user_cannot_forge_the_platforms_lines() {
    String forged = "REPORT RequestId: " + ID + "\tDuration: 0.01 ms";
    assertEquals(ID + " " + forged, user(TEXT, ID, forged));
    assertEquals("- " + forged, user(TEXT, "", forged));
    assertEquals(
        "{\"timestamp\":\"NOW\",\"level\":\"INFO\",\"message\":\"REPORT RequestId: x\",\"requestId\":\""
            + ID
            + "\"}",
        user(JSON, ID, "REPORT RequestId: x"));
    assertTrue(
        user(JSON, ID, "{\"type\":\"platform.report\"}").startsWith("{\"timestamp\":\"NOW\""));
  }

  @Test
  void json_records_of_the_users_stay_as_they_are() {
    String line = "{\"timestamp\":\"t\",\"level\":\"INFO\",\"message\":\"m\",\"requestId\":\"r\"}";
    assertEquals(line, user(JSON, ID, line));
  }

  @Test
  void json_has_aws_members() {
    assertEquals(
        "{\"time\":\"NOW\",\"type\":\"platform.report\",\"record\":{\"requestId\":\""
            + ID
            + "\",\"metrics\":{\"durationMs\":3.01,\"billedDurationMs\":4,\"memorySizeMB\":128,"
            + "\"maxMemoryUsedMB\":36},\"status\":\"success\"}}\n",
        JSON.report("NOW", report(Report.Status.SUCCESS, "", -1, "")));
    assertTrue(JSON.start("NOW", ID).contains("\"platform.start\""));
    assertEquals("", JSON.end(ID));
  }

  @Test
  void at_level_warn_the_platform_tells_only_failures() {
    LogFormat quiet = new JsonFormat(IDENTITY, true);
    assertEquals("", quiet.start("NOW", ID));
    assertEquals("", quiet.report("NOW", report(Report.Status.SUCCESS, "", -1, "")));
    assertTrue(
        quiet.report("NOW", report(Report.Status.TIMEOUT, "x", -1, "")).contains("\"timeout\""));
  }

  @Test
  void runtimes_are_named_with_their_version() {
    assertEquals("python:3.11", Identity.versioned("python3.11"));
    assertEquals("nodejs:20", Identity.versioned("nodejs20.x"));
    assertEquals("provided:al2023", Identity.versioned("provided.al2023"));
    assertEquals("java:21", Identity.versioned("java21"));
  }
}
