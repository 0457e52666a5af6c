package dev.hearth.shim.log;

import static dev.hearth.shim.log.LogOnTrial.ID;
import static dev.hearth.shim.log.LogOnTrial.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.shim.json.JsonException;
import dev.hearth.shim.json.JsonObject;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
  private final JsonFormat format = format(false);

  private static JsonFormat format(boolean warningsOnly) {
    try {
      return new JsonFormat(Identity.of(LogOnTrial.function("JSON", "INFO")), warningsOnly);
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  private String user(String line) {
    return new String(format.user(NOW, ID, line.getBytes(UTF_8)), UTF_8);
  }

  private static Report report(Report.Status status, String type) {
    return new Report(ID, 3_006_000, 110_100_000, 128, 36L << 20, status, type, "");
  }

  @Test
  void the_platforms_records_are_aws_s() {
    assertEquals(
        "{\"time\":\"%s\",\"type\":\"platform.start\",".formatted(NOW)
            + "\"record\":{\"requestId\":\"%s\",\"version\":\"$LATEST\"}}\n".formatted(ID),
        format.start(NOW, ID));
    assertEquals(
        "{\"time\":\"%s\",\"type\":\"platform.report\",".formatted(NOW)
            + "\"record\":{\"requestId\":\"%s\",".formatted(ID)
            + "\"metrics\":{\"durationMs\":3.01,\"billedDurationMs\":114,\"memorySizeMB\":128,"
            + "\"maxMemoryUsedMB\":36,\"initDurationMs\":110.10},\"status\":\"success\"}}\n",
        format.report(NOW, report(Report.Status.SUCCESS, "")));
    String failed = format.report(NOW, report(Report.Status.ERROR, "Runtime.ExitError"));
    assertTrue(
        failed.endsWith("\"status\":\"error\",\"errorType\":\"Runtime.ExitError\"}}\n"), failed);
  }

  @Test
  void a_quiet_platform_speaks_only_of_what_went_wrong() {
    JsonFormat quiet = format(true);
    assertEquals("", quiet.initStart(NOW));
    assertEquals("", quiet.start(NOW, ID));
    assertEquals("", quiet.report(NOW, report(Report.Status.SUCCESS, "")));
    assertTrue(quiet.report(NOW, report(Report.Status.TIMEOUT, "")).contains("timeout"));
    assertTrue(quiet.failure(NOW, ID, "m", "Runtime.ExitError").contains("Runtime.ExitError"));
    assertTrue(quiet.dropped(NOW, ID, 1, 2).contains("\"droppedBytes\":2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"level\":\"INFO\",\"message\":\"a\",\"type\":\"order\"}",
        "{\"type\":7}",
        "{\"type\":{\"a\":\"platform.report\"}}",
        "{\"record\":{\"type\":\"platform.report\"}}",
        "{\"message\":\"\u00e4\ud83d\ude00\"}",
      })
  void a_users_json_object_passes_as_it_is(String line) {
    assertEquals(line, user(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"platform.report\",\"record\":{}}",
        "{\"type\":\"\\u0070latform.report\"}",
        "{\"type\":\"order\",\"type\":\"platform.report\"}",
        "{\"type\":\"platform.report\",\"type\":\"order\"}",
        " {\"type\":\"platform.start\"}",
        "{\"type\":\"platform.start\"} {}",
        "{\"type\":\"platform.start\"",
        "[{\"type\":\"platform.start\"}]",
        "plain \"text\" with \\ and \u0001 and \r in it",
        "",
      })
  void everything_else_is_a_message(String line) throws JsonException {
    JsonObject record = JsonObject.parse(user(line));
    assertEquals(line, record.string("message"));
    assertEquals(ID, record.string("requestId"));
    assertEquals("INFO", record.string("level"));
    assertEquals(NOW, record.string("timestamp"));
  }

  @Test
  void a_record_is_always_valid_utf_8() {
    byte[] broken = "{\"a\":\"?\"}".getBytes(UTF_8);
    broken[6] = (byte) 0xff;
    byte[] shown = format.user(NOW, ID, broken);
    assertDoesNotThrow(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(shown)));
    assertArrayEquals(shown, new String(shown, UTF_8).getBytes(UTF_8));
  }

  @Test
  void a_deep_or_endless_object_is_only_a_message() throws JsonException {
    String deep = "{\"a\":".repeat(100_000);
    assertEquals(deep, JsonObject.parse(user(deep)).string("message"));
  }
}
