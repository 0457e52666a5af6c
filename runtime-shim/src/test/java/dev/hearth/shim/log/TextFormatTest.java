package dev.hearth.shim.log;

import static dev.hearth.shim.log.LogOnTrial.ID;
import static dev.hearth.shim.log.LogOnTrial.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.json.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatTest {
  private final TextFormat format = format();

  private static TextFormat format() {
    try {
      return new TextFormat(Identity.of(LogOnTrial.function("Text", "INFO")));
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  private String user(String requestId, String line) {
    return new String(format.user("", requestId, line.getBytes(UTF_8)), UTF_8);
  }

  private static Report report(long initNanos, Report.Status status, String type, String trace) {
    return new Report(ID, 3_006_000, initNanos, 128, (36L << 20) - 5, status, type, trace);
  }

  @Test
  void the_platforms_lines_are_aws_s() {
    assertEquals(
        "INIT_START Runtime Version: python:3.11"
            + "\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:python3.11\n",
        format.initStart(""));
    assertEquals("START RequestId: " + ID + " Version: $LATEST\n", format.start("", ID));
    assertEquals("END RequestId: " + ID + "\n", format.end(ID));
    assertEquals(
        NOW + " " + ID + " Task timed out after 3.00 seconds\n\n", format.timedOut(NOW, ID, 3_000));
    assertEquals(
        "RequestId: "
            + ID
            + " Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n",
        format.failure("", ID, "Runtime exited with error: signal: killed", "Runtime.ExitError"));
  }

  @Test
  void a_report_speaks_of_init_only_where_there_was_one() {
    String common =
        "REPORT RequestId: "
            + ID
            + "\tDuration: 3.01 ms\tBilled Duration: %s ms"
            + "\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t%s\n";
    assertEquals(
        common.formatted("4", ""), format.report("", report(-1, Report.Status.SUCCESS, "", "")));
    assertEquals(
        common.formatted("114", "Init Duration: 110.10 ms\t"),
        format.report("", report(110_100_000, Report.Status.SUCCESS, "", "")));
  }

  @Test
  void a_report_says_how_an_invocation_failed() {
    String timeout = format.report("", report(-1, Report.Status.TIMEOUT, "Sandbox.Timedout", ""));
    String error = format.report("", report(-1, Report.Status.ERROR, "Runtime.ExitError", ""));
    assertTrue(timeout.endsWith(" MB\tStatus: timeout\n"), timeout);
    assertTrue(error.endsWith(" MB\tStatus: error\tError Type: Runtime.ExitError\n"), error);
  }

  @Test
  void only_a_sampled_trace_has_a_line() {
    String root = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=";
    String sampled = format.report("", report(-1, Report.Status.SUCCESS, "", root + 1));
    String not = format.report("", report(-1, Report.Status.SUCCESS, "", root + 0));
    assertTrue(
        sampled.contains(
            "\nXRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793"
                + "\tSegmentId: 53995c3f42cd8ad8\tSampled: true\t\n"),
        sampled);
    assertTrue(!not.contains("XRAY"), not);
  }

  @Test
  void an_error_type_cannot_add_fields_or_lines_to_a_report() {
    String hostile = "Runtime.X\tMax Memory Used: 0 MB\nREPORT RequestId: " + ID;
    String report = format.report("", report(-1, Report.Status.ERROR, hostile, ""));
    assertEquals(1, report.lines().count(), report);
    assertEquals(1, report.split("\tMax Memory Used: ", -1).length - 1, report);
  }

  @Test
  void a_users_line_carries_the_request_s_id_once() {
    assertEquals(ID + " hello", user(ID, "hello"));
    assertEquals(ID + " ", user(ID, ""));
    assertEquals("[INFO] " + ID + " hello", user(ID, "[INFO] " + ID + " hello"));
    assertEquals("hello " + ID, user(ID, "hello " + ID));
    assertEquals(
        ID + " short of it: " + ID.substring(1), user(ID, "short of it: " + ID.substring(1)));
  }

  @Test
  void a_line_written_during_init_stays_bare() {
    assertEquals("loading", user("", "loading"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "START RequestId: " + ID + " Version: $LATEST",
        "END RequestId: " + ID,
        "REPORT RequestId: " + ID + "\tDuration: 0.00 ms",
        "RequestId: " + ID + " Error: Runtime exited with error: signal: killed",
        "INIT_START Runtime Version: x",
        "XRAY TraceId: 1-2-3 " + ID,
        "2026-03-04T05:06:07.089Z " + ID + " Task timed out after 3.00 seconds",
        "LOGS_DROPPED RequestId: " + ID + "\tLines: 7",
      })
  void a_forged_platform_line_stays_a_users_line(String line) {
    assertEquals(ID + " " + line, user(ID, line));
    assertEquals("- " + line, user("", line));
  }

  @Test
  void bytes_that_are_not_utf_8_pass_unchanged() {
    byte[] line = {'a', (byte) 0xff, (byte) 0xc3, 'b'};
    byte[] shown = format.user("", "", line);
    assertEquals(java.util.Arrays.toString(line), java.util.Arrays.toString(shown));
  }
}
