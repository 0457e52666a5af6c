package dev.hearth.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.admission.Allotment.Asked;
import dev.hearth.gateway.admission.Allotment.Got;
import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllotmentTest {
  private static final FunctionId A = new FunctionId("here", "a");
  private static final FunctionId B = new FunctionId("here", "b");

  @Test
  void everybody_gets_what_there_is_room_for() {
    assertEquals(List.of(5, 7), got(Limits.NONE, asked(A, 5, 0), asked(B, 7, 0)));
  }

  @Test
  void a_hundred_stay_unreserved_and_the_youngest_gives_way() {
    var limits = new Limits(Map.of("here", 120), Map.of());
    assertEquals(List.of(15, 5), got(limits, asked(A, 15, 1), asked(B, 15, 2)));
    assertEquals(List.of(5, 15), got(limits, asked(A, 15, 2), asked(B, 15, 1)));
  }

  @Test
  void a_small_account_has_none_to_give() {
    assertEquals(List.of(0), got(new Limits(Map.of("here", 50), Map.of()), asked(A, 1, 0)));
  }

  @Test
  void what_others_have_reserved_is_not_to_be_had() {
    var limits = new Limits(Map.of("here", 200), Map.of(B, reserved(90)));
    assertEquals(List.of(10), got(limits, asked(A, 15, 0)));
  }

  @Test
  void what_a_function_has_reserved_holds_what_is_kept_for_it_and_no_more() {
    var limits = new Limits(Map.of("here", 200), Map.of(A, reserved(20)));
    List<Got> all = Allotment.of(limits, List.of(asked(A, 15, 0), asked(A, 15, 1)));
    assertEquals(List.of(15, 5), all.stream().map(Got::executions).toList());
    assertTrue(all.getLast().reason().contains("reservedConcurrentExecution"));
    assertEquals(List.of(80), got(limits, asked(B, 90, 0)), "the account gives nothing twice");
  }

  @Test
  void a_reservation_that_does_not_fit_still_bounds() {
    var limits = new Limits(Map.of("here", 110), Map.of(A, reserved(30)));
    assertEquals(List.of(10), got(limits, asked(A, 40, 0)));
    var wide = new Limits(Map.of("here", 150), Map.of(A, reserved(60)));
    assertEquals(List.of(50), got(wide, asked(A, 70, 0)));
  }

  @Test
  void both_versions_of_an_alias_are_counted_as_many_as_are_kept() {
    var limits = new Limits(Map.of("here", 105), Map.of());
    var split = new Asked(A, "live", "a", new AliasRoute("1", "2", 0.5), 5, Instant.EPOCH);
    assertEquals(List.of(4), got(limits, split));
  }

  private static List<Integer> got(Limits limits, Asked... asked) {
    List<Got> all = Allotment.of(limits, List.of(asked));
    return List.of(asked).stream()
        .map(one -> all.stream().filter(got -> got.asked().equals(one)).findFirst().orElseThrow())
        .map(Got::executions)
        .toList();
  }

  private static Reservation reserved(int executions) {
    return new Reservation(executions, Instant.EPOCH);
  }

  private static Asked asked(FunctionId function, int executions, int age) {
    return new Asked(
        function, "live", "n" + age, AliasRoute.to("1"), executions, Instant.ofEpochSecond(age));
  }
}
