package dev.hearth.gateway.sandbox.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void a_report_is_read_from_its_fields() {
    Report report =
        report(
            "Hearth-Function-Error", "Unhandled",
            "Hearth-Error-Type", "Runtime.ExitError",
            "Hearth-Error-Body", "e30=",
            "Hearth-Duration-Us", "1500",
            "Hearth-Log-Tail", "bG9n");
    assertEquals(new Report("Unhandled", "Runtime.ExitError", "{}", 1500, -1, "bG9n"), report);
  }

  @Test
  void what_a_hostile_sandbox_reports_is_left_out() {
    Report report =
        report(
            "Hearth-Error-Body", "%%%",
            "Hearth-Duration-Us", "-5",
            "Hearth-Init-Us", "9999999999999999999",
            "Hearth-Log-Tail", "x\u0001y");
    assertEquals(new Report(null, null, null, -1, -1, null), report);
    String tooLong = "A".repeat(Report.MAX_LOG_TAIL + 4);
    assertNull(report("Hearth-Log-Tail", tooLong).logTail());
    String longest = "A".repeat(Report.MAX_LOG_TAIL);
    assertEquals(longest, report("Hearth-Log-Tail", longest).logTail());
  }

  private static Report report(String... namesAndValues) {
    var fields = new Fields();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Report.of(fields);
  }
}
