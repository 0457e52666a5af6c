package dev.hearth.gateway.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.admission.Ledger;
import dev.hearth.gateway.admission.Throttle;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionsTest {
  private static final FunctionId OWN = new FunctionId("shop", "own");
  private static final FunctionId SHARED = new FunctionId("shop", "shared");
  private static final long SECOND = 1_000_000_000;

  private final Standing standing = new Standing("me");
  private final Census census = new Census(0);
  private final Ledger ledger = new Ledger();
  private final Admissions admissions = new Admissions(standing, census, ledger, SHARED::equals);

  @BeforeEach
  void start() {
    var reserved = Map.of(OWN, new Reservation(1, Instant.EPOCH));
    ledger.configure(new Limits(Map.of("shop", 102), reserved), Map.of(), 0);
    decides(1, "me");
    census.listed(standing.membership());
  }

  private void decides(long epoch, String... members) {
    standing.learn(new Membership(epoch, new TreeSet<>(Set.of(members)), epoch));
  }

  private List<Admissions.Effect> ask(long ticket, FunctionId function) {
    return admissions.ask(ticket, function, "1", 0);
  }

  /** Answers what this gateway says to itself, until it says nothing any more. */
  private List<Admissions.Effect> answered(List<Admissions.Effect> effects) {
    return effects.stream()
        .flatMap(
            effect ->
                effect instanceof Admissions.Effect.Say(var to, var account, var epoch, var loan)
                    ? answered(admissions.heard(to, account, epoch, loan, 0)).stream()
                    : List.of(effect).stream())
        .toList();
  }

  @Test
  void what_a_function_has_for_itself_needs_no_permit_of_its_account() {
    assertEquals(List.of(new Admissions.Effect.Claim(1)), ask(1, OWN));
    assertEquals(
        List.of(new Admissions.Effect.Refuse(2, Throttle.RESERVED_CONCURRENCY, SECOND)),
        ask(2, OWN));
    admissions.end(1, 0);
    assertTrue(admissions.idle());
    assertEquals(List.of(new Admissions.Effect.Claim(3)), ask(3, OWN));
  }

  @Test
  void what_is_shared_is_borrowed_before_a_sandbox_is_claimed() {
    List<Admissions.Effect> said = ask(1, SHARED);
    assertEquals(List.of(new Admissions.Effect.Say("me", "shop", 1, new Loan.Ask(1, 0, 1))), said);
    assertEquals(List.of(new Admissions.Effect.Claim(1)), answered(said));
    assertEquals(OptionalLong.of(1), admissions.begins(1, "pod"));
    assertTrue(admissions.at("pod"));
    answered(admissions.end(1, 0));
    assertFalse(admissions.at("pod"));
  }

  @Test
  void what_was_borrowed_is_void_at_another_epoch_for_what_has_not_begun() {
    answered(ask(1, SHARED));
    answered(ask(2, SHARED));
    assertEquals(OptionalLong.of(1), admissions.begins(1, "pod"));
    decides(2, "me");
    census.listed(standing.membership());
    List<Admissions.Effect> effects = admissions.newEpoch(0);
    assertEquals(new Admissions.Effect.GiveUp(2), effects.getFirst());
    assertEquals(OptionalLong.empty(), admissions.begins(2, "other"));
    assertEquals(
        List.of(new Admissions.Effect.GiveUp(2), new Admissions.Effect.Claim(2)),
        answered(effects));
    // What was refused after the epoch was another borrows again, too.
    List<Admissions.Effect> again = admissions.again(1, 0);
    assertEquals(List.of(new Admissions.Effect.Claim(1)), answered(again));
  }

  @Test
  void what_has_not_begun_goes_to_whoever_decides_now() {
    assertEquals(List.of(new Admissions.Effect.Claim(1)), ask(1, OWN));
    decides(2, "other");
    assertEquals(List.of(new Admissions.Effect.Move(1)), admissions.newEpoch(0));
    assertEquals(List.of(new Admissions.Effect.Move(2)), ask(2, OWN));
    assertTrue(admissions.idle());
  }

  @Test
  void nothing_begins_while_there_may_be_an_epoch_that_is_not_seen() {
    ask(1, OWN);
    standing.told(2);
    assertEquals(OptionalLong.empty(), admissions.begins(1, "pod"));
    assertEquals(List.of(new Admissions.Effect.Move(1)), admissions.again(1, 0));
  }

  @Test
  void nobody_is_admitted_before_all_sandboxes_are_known() {
    decides(2, "other");
    decides(3, "me");
    assertEquals(List.of(), ask(1, OWN));
    census.seen("pod", "shop", 0);
    census.listed(standing.membership());
    assertEquals(List.of(), admissions.tick(1));
    census.answered("pod", new SandboxWord(3, Optional.empty(), Optional.empty()));
    assertEquals(List.of(new Admissions.Effect.Claim(1)), admissions.tick(2));
  }

  @Test
  void what_may_be_at_work_is_hoped_for_no_longer_than_a_moment() {
    decides(2, "other");
    decides(3, "me");
    census.seen("pod", "shop", 0);
    census.listed(standing.membership());
    assertEquals(List.of(), ask(1, OWN));
    assertEquals(
        List.of(new Admissions.Effect.Refuse(1, Throttle.RESERVED_CONCURRENCY, SECOND)),
        admissions.tick(Admissions.SETTLING));
  }
}
