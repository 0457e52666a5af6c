package dev.hearth.operator.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.hearth.crds.ProvisionedConcurrency;
import dev.hearth.crds.ProvisionedConcurrency.Schedule;
import dev.hearth.crds.ProvisionedStatus;
import dev.hearth.crds.ProvisionedStatus.Status;
import dev.hearth.operator.Conditions;
import dev.hearth.operator.gateway.Demand.FailedInit;
import dev.hearth.operator.gateway.Demand.Provisioned;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvisionedLookTest {
  private static final ProvisionedConcurrency FIVE = new ProvisionedConcurrency(5, null, null);

  private static ProvisionedLook look(int allocated, int available, String reason) {
    var said =
        new Provisioned("shop", "f", "live", "f-live", 5, allocated, available, reason, null);
    return new ProvisionedLook(FIVE, null, Optional.of(said), Optional.empty());
  }

  private static Condition condition(ProvisionedLook look) {
    var conditions = new Conditions(List.of(), 1, Instant.EPOCH);
    look.tell(conditions);
    return conditions.list().getFirst();
  }

  @Test
  void who_wants_nothing_is_told_nothing() {
    var look = new ProvisionedLook(null, null, Optional.empty(), Optional.empty());
    assertNull(look.status());
    var conditions = new Conditions(List.of(), 1, Instant.EPOCH);
    look.tell(conditions);
    assertEquals(List.of(), conditions.list());
  }

  @Test
  void before_a_gateway_has_spoken_all_is_still_to_come() {
    var look = new ProvisionedLook(FIVE, null, Optional.empty(), Optional.empty());
    assertEquals(new ProvisionedStatus(5, 0, 0, Status.IN_PROGRESS, null), look.status());
    assertEquals("InProgress", condition(look).getReason());
  }

  @Test
  void an_operator_that_starts_says_nothing_else_before_a_gateway_has_spoken() {
    var before = new ProvisionedStatus(5, 5, 5, Status.READY, null);
    var look = new ProvisionedLook(FIVE, before, Optional.empty(), Optional.empty());
    assertEquals(before, look.status());
  }

  @Test
  void it_is_ready_when_all_that_are_wanted_are_initialised() {
    var inProgress = new ProvisionedStatus(5, 5, 3, Status.IN_PROGRESS, "soon");
    assertEquals(inProgress, look(5, 3, "soon").status());
    assertEquals(new ProvisionedStatus(5, 5, 5, Status.READY, null), look(5, 5, "").status());
    assertEquals("True", condition(look(5, 5, "")).getStatus());
  }

  @Test
  void what_the_account_has_no_room_for_has_failed() {
    ProvisionedStatus status = look(2, 2, "the account is full").status();
    assertEquals(new ProvisionedStatus(5, 2, 2, Status.FAILED, "the account is full"), status);
  }

  @Test
  void a_function_whose_init_fails_is_told_in_the_words_of_aws_and_its_own() {
    var failed = new FailedInit("shop", "f", "1", "Runtime.ExitError", "exit status 1");
    var look = new ProvisionedLook(FIVE, null, look(5, 0, "").said(), Optional.of(failed));
    assertEquals("FUNCTION_ERROR_INIT_FAILURE", look.status().statusReason());
    assertEquals(Status.FAILED, look.status().status());
    assertEquals("Runtime.ExitError: exit status 1", condition(look).getMessage());
  }

  @Test
  void a_new_version_whose_init_fails_has_failed_though_the_one_before_serves() {
    ProvisionedStatus status = look(5, 5, "FUNCTION_ERROR_INIT_FAILURE").status();
    var expected = new ProvisionedStatus(5, 5, 5, Status.FAILED, "FUNCTION_ERROR_INIT_FAILURE");
    assertEquals(expected, status);
  }

  @Test
  void while_an_alias_is_on_its_way_to_another_version_it_is_in_progress() {
    ProvisionedStatus status = look(5, 5, "the version before serves").status();
    var expected = new ProvisionedStatus(5, 5, 5, Status.IN_PROGRESS, "the version before serves");
    assertEquals(expected, status);
  }

  @Test
  void a_schedule_that_cannot_be_followed_is_named() {
    var wish = new ProvisionedConcurrency(5, List.of(new Schedule("61 * * * *", "UTC", 1)), null);
    var look = new ProvisionedLook(wish, null, Optional.empty(), Optional.empty());
    assertEquals("InvalidSchedule", condition(look).getReason());
  }
}
