package dev.hearth.gateway.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StartPhasesTest {
  @Test
  void a_start_is_claim_push_and_init() {
    assertEquals(new StartPhases(10, 20, 70), StartPhases.of(100, 110, 200, 70));
  }

  @Test
  void a_sandbox_that_exaggerates_is_believed_as_far_as_can_be() {
    assertEquals(new StartPhases(10, 0, 90), StartPhases.of(100, 110, 200, Long.MAX_VALUE));
    assertEquals(new StartPhases(10, 90, 0), StartPhases.of(100, 110, 200, -5));
  }
}
