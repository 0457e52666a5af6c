package dev.hearth.shim.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
  private static Report lasting(long nanos, long initNanos) {
    return new Report("", nanos, initNanos, 128, 1, Report.Status.SUCCESS, "", "");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0.00",
    "4999,0.00",
    "5000,0.01",
    "1000000,1.00",
    "3006000,3.01",
    "9994999,9.99",
    "9995000,10.00",
    "3000000000,3000.00",
    "900000000000,900000.00"
  })
  void milliseconds_have_two_rounded_decimals(long nanos, String shown) {
    assertEquals(shown, Report.ms(nanos));
  }

  @Test
  void a_started_millisecond_is_billed() {
    assertEquals(3, lasting(3_000_000, -1).billedMs());
    assertEquals(4, lasting(3_000_001, -1).billedMs());
    assertEquals(1, lasting(1, -1).billedMs());
  }

  @Test
  void init_is_billed_with_the_invocation_before_rounding() {
    assertEquals(1, lasting(400_000, 600_000).billedMs());
    assertEquals(2, lasting(400_000, 600_001).billedMs());
  }

  @Test
  void a_started_megabyte_is_used() {
    assertEquals(1, lasting(1, -1).usedMb());
    assertEquals(36, new Report("", 1, -1, 128, 36L << 20, Report.Status.SUCCESS, "", "").usedMb());
  }

  @ParameterizedTest
  @CsvSource({
    "python3.11,python:3.11",
    "nodejs22.x,nodejs:22",
    "java21,java:21",
    "go1.x,go:1",
    "provided.al2023,provided:al2023",
    "provided,provided"
  })
  void a_runtime_is_named_as_aws_names_its_versions(String runtime, String shown) {
    assertEquals(shown, Identity.versioned(runtime));
  }
}
