package dev.hearth.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.admission.Throttle;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswersTest {
  /** From the public service model. */
  private static final Set<String> MODEL =
      Set.of(
          "ConcurrentInvocationLimitExceeded",
          "FunctionInvocationRateLimitExceeded",
          "ReservedFunctionConcurrentInvocationLimitExceeded",
          "ReservedFunctionInvocationRateLimitExceeded",
          "CallerRateLimitExceeded",
          "ConcurrentSnapshotCreateLimitExceeded");

  @ParameterizedTest
  @EnumSource(Throttle.class)
  void every_limit_has_a_reason_that_clients_know(Throttle why) {
    String reason = Answers.reason(why);
    assertTrue(MODEL.contains(reason), reason);
    boolean reserved = why == Throttle.RESERVED_CONCURRENCY || why == Throttle.RESERVED_RATE;
    assertEquals(reserved, reason.startsWith("Reserved"));
    boolean rate = why == Throttle.RESERVED_RATE || why == Throttle.ACCOUNT_RATE;
    assertEquals(rate, reason.contains("Rate"));
  }
}
