package dev.hearth.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.admission.Admission.Admitted;
import dev.hearth.gateway.admission.Admission.Throttled;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final FunctionId A = new FunctionId("here", "a");
  private static final FunctionId B = new FunctionId("here", "b");
  private static final FunctionId ELSEWHERE = new FunctionId("there", "a");
  private static final Instant EPOCH = Instant.EPOCH;

  private final Ledger ledger = new Ledger();
  private long now;

  @Test
  void a_function_has_as_much_as_it_reserved_and_no_more() {
    configure(1_000, Map.of(A, 7));
    assertEquals(7, admit(A, 10).size());
    assertEquals(Throttle.RESERVED_CONCURRENCY, refusal(A).why());
  }

  @Test
  void what_others_may_have_at_work_for_a_function_counts_as_well() {
    configure(1_000, Map.of(A, 3));
    assertInstanceOf(Admitted.class, ledger.admit(A, "1", 2, now));
    assertInstanceOf(Throttled.class, ledger.admit(A, "1", 2, now));
    assertInstanceOf(Admitted.class, ledger.admit(A, "1", 0, now));
    assertInstanceOf(Admitted.class, ledger.admit(B, "1", 500, now));
  }

  @Test
  void a_function_that_reserved_nothing_at_all_is_switched_off() {
    configure(1_000, Map.of(A, 0));
    assertEquals(Throttle.RESERVED_CONCURRENCY, refusal(A).why());
    configure(1_000, Map.of());
    assertEquals(1, admit(A, 1).size());
  }

  @Test
  void an_account_without_limits_has_a_thousand() {
    assertEquals(1_000, admit(A, 2_000).size());
    assertEquals(Throttle.ACCOUNT_CONCURRENCY, refusal(B).why());
    assertEquals(1, admit(ELSEWHERE, 1).size());
  }

  @Test
  void what_is_reserved_is_there_however_busy_the_others_are() {
    configure(200, Map.of(A, 50));
    assertEquals(150, admit(B, 1_000).size());
    assertEquals(Throttle.ACCOUNT_CONCURRENCY, refusal(B).why());
    assertEquals(50, admit(A, 1_000).size());
    assertEquals(new Ledger.Usage(200, 200, 50, 150), ledger.usage("here"));
  }

  @Test
  void a_returned_permit_can_be_had_again_and_is_returned_once() {
    configure(1_000, Map.of(A, 2));
    List<Permit> permits = admit(A, 2);
    ledger.release(permits.getFirst());
    ledger.release(permits.getFirst());
    assertEquals(1, admit(A, 5).size());
    permits.forEach(ledger::release);
    assertEquals(1, ledger.usage("here").inFlight());
  }

  @Test
  void reservations_leave_a_hundred_to_the_others_and_the_youngest_gives_way() {
    var older = new Reservation(500, EPOCH);
    var younger = new Reservation(401, EPOCH.plusSeconds(1));
    ledger.configure(new Limits(Map.of(), Map.of(A, younger, B, older)), Map.of(), now);
    assertEquals(500, ledger.usage("here").guaranteed());
    ledger.configure(
        new Limits(Map.of(), Map.of(A, new Reservation(400, EPOCH.plusSeconds(1)), B, older)),
        Map.of(),
        now);
    assertEquals(900, ledger.usage("here").guaranteed());
    assertEquals(100, admit(new FunctionId("here", "c"), 1_000).size(), "what nobody can reserve");
  }

  @Test
  void a_reservation_that_does_not_fit_is_still_a_cap() {
    configure(100, Map.of(A, 7));
    assertEquals(0, ledger.usage("here").guaranteed());
    assertEquals(7, admit(A, 10).size());
    assertEquals(Throttle.RESERVED_CONCURRENCY, refusal(A).why());
    assertEquals(93, admit(B, 1_000).size());
  }

  @Test
  void lowered_limits_hold_for_who_comes_and_not_for_who_runs() {
    List<Permit> running = admit(A, 10);
    configure(1_000, Map.of(A, 7));
    assertEquals(Throttle.RESERVED_CONCURRENCY, refusal(A).why());
    running.subList(0, 3).forEach(ledger::release);
    assertEquals(Throttle.RESERVED_CONCURRENCY, refusal(A).why());
    ledger.release(running.get(3));
    assertEquals(1, admit(A, 5).size());
  }

  @Test
  void an_account_that_is_beyond_its_lowered_limit_waits_even_for_what_is_reserved() {
    List<Permit> running = admit(B, 900);
    configure(800, Map.of(A, 500));
    assertEquals(Throttle.ACCOUNT_CONCURRENCY, refusal(A).why());
    running.subList(0, 101).forEach(ledger::release);
    assertEquals(1, admit(A, 500).size());
  }

  @Test
  void a_second_brings_ten_requests_for_each_execution() {
    configure(1_000, Map.of(A, 2));
    assertEquals(20, requests(A, 100));
    Throttled refusal = refusal(A);
    assertEquals(Throttle.RESERVED_RATE, refusal.why());
    assertEquals(50_000_000, refusal.waitNanos());
    now += refusal.waitNanos();
    assertEquals(1, requests(A, 100));
  }

  @Test
  void functions_without_a_reservation_share_the_accounts_rate() {
    configure(200, Map.of(ELSEWHERE, 50));
    assertEquals(1_500, requests(A, 1_500));
    assertEquals(500, requests(B, 1_000));
    assertEquals(Throttle.ACCOUNT_RATE, refusal(A).why());
  }

  @Test
  void a_change_of_limits_brings_no_requests_back() {
    configure(1_000, Map.of(A, 2));
    assertEquals(20, requests(A, 100));
    configure(1_000, Map.of(A, 2, B, 3));
    assertEquals(Throttle.RESERVED_RATE, refusal(A).why());
    configure(1_000, Map.of());
    assertEquals(Throttle.RESERVED_RATE, refusalAfter(Map.of(A, 2)).why());
  }

  @Test
  void what_is_idle_and_has_no_limits_is_forgotten() {
    admit(A, 1).forEach(ledger::release);
    now += Ledger.SECOND;
    configure(50, Map.of());
    assertEquals(new Ledger.Usage(50, 0, 0, 0), ledger.usage("here"));
    assertTrue(ledger.forgotten());
  }

  @Test
  void what_is_set_aside_for_a_version_no_other_can_take() {
    aside(new Limits(Map.of("here", 110), Map.of()), Map.of(A, Map.of("2", 10)));
    assertEquals(100, admit(A, 1_000).size());
    assertEquals(Throttle.ACCOUNT_CONCURRENCY, refusal(A).why());
    assertEquals(Throttle.ACCOUNT_CONCURRENCY, refusal(B).why());
    assertEquals(new Ledger.Usage(110, 100, 10, 100), ledger.usage("here"));
    assertEquals(10, admit(A, "2", 1_000).size());
  }

  @Test
  void a_version_spills_over_to_what_all_share() {
    aside(new Limits(Map.of("here", 110), Map.of()), Map.of(A, Map.of("2", 10)));
    assertEquals(110, admit(A, "2", 1_000).size());
  }

  @Test
  void what_is_set_aside_of_a_reservation_comes_out_of_it() {
    var limits = new Limits(Map.of(), Map.of(A, new Reservation(7, EPOCH)));
    aside(limits, Map.of(A, Map.of("2", 5)));
    assertEquals(2, admit(A, 10).size());
    assertEquals(Throttle.RESERVED_CONCURRENCY, refusal(A).why());
    assertEquals(5, admit(A, "2", 10).size());
    assertEquals(7, ledger.usage("here").guaranteed());
  }

  @Test
  void what_runs_when_something_is_set_aside_counts_as_what_it_is() {
    var limits = new Limits(Map.of("here", 110), Map.of());
    List<Permit> running = admit(A, "2", 20);
    aside(limits, Map.of(A, Map.of("2", 10)));
    assertEquals(new Ledger.Usage(110, 20, 10, 10), ledger.usage("here"));
    running.forEach(ledger::release);
    assertEquals(new Ledger.Usage(110, 0, 10, 0), ledger.usage("here"));
    assertEquals(10, admit(A, "2", 10).size());
    aside(limits, Map.of());
    assertEquals(new Ledger.Usage(110, 10, 0, 10), ledger.usage("here"));
  }

  @Test
  void a_version_has_ten_requests_a_second_for_each_execution_that_is_set_aside() {
    aside(new Limits(Map.of("here", 102), Map.of()), Map.of(A, Map.of("2", 2)));
    assertEquals(1_000, requests(A, 2_000));
    assertEquals(Throttle.ACCOUNT_RATE, refusal(A).why());
    int own = 0;
    while (ledger.admit(A, "2", now) instanceof Admitted(Permit permit)) {
      ledger.release(permit);
      own++;
    }
    assertEquals(20, own);
  }

  private void aside(Limits limits, Map<FunctionId, Map<String, Integer>> aside) {
    ledger.configure(limits, aside, now);
  }

  private Throttled refusalAfter(Map<FunctionId, Integer> reserved) {
    configure(1_000, reserved);
    return refusal(A);
  }

  private void configure(int account, Map<FunctionId, Integer> reserved) {
    var reservations = new java.util.HashMap<FunctionId, Reservation>();
    reserved.forEach((id, executions) -> reservations.put(id, new Reservation(executions, EPOCH)));
    ledger.configure(
        new Limits(Map.of("here", account, "there", account), reservations), Map.of(), now);
  }

  /** As many permits as there are, up to a number. */
  private List<Permit> admit(FunctionId function, int most) {
    return admit(function, "1", most);
  }

  private List<Permit> admit(FunctionId function, String version, int most) {
    var permits = new ArrayList<Permit>();
    while (permits.size() < most
        && ledger.admit(function, version, now) instanceof Admitted(Permit permit)) {
      permits.add(permit);
    }
    return permits;
  }

  /** How many requests are taken one after the other. */
  private int requests(FunctionId function, int most) {
    int taken = 0;
    while (taken < most && ledger.admit(function, "1", now) instanceof Admitted(Permit permit)) {
      ledger.release(permit);
      taken++;
    }
    return taken;
  }

  private Throttled refusal(FunctionId function) {
    return assertInstanceOf(Throttled.class, ledger.admit(function, "1", now));
  }
}
