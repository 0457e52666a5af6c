package dev.hearth.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.gateway.admission.AdmissionSimulation.Exit;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits.Reservation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AdmissionSimulationTest {
  private static final int SEEDS = 2_000;

  /** Some mutants show once in a thousand runs. */
  private static final int SEEDS_FOR_A_MUTANT = 20 * SEEDS;

  private static final long FIRST_SEED = Long.getLong("hearth.seed", System.nanoTime());

  /** Accounts of a dozen executions leave fewer unreserved than real ones. */
  private static class Small extends Ledger {
    @Override
    int leftUnreserved() {
      return AdmissionReferee.LEFT;
    }
  }

  @Test
  void no_limit_is_passed_no_permit_lost_and_nobody_refused_without_need() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      try {
        new AdmissionSimulation(new Small(), Set.of(), seed).run();
      } catch (RuntimeException | AdmissionReferee.Violation e) {
        throw new AssertionError("broken with -Dhearth.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @TestFactory
  List<DynamicTest> the_simulation_catches() {
    return mutants().entrySet().stream()
        .map(m -> DynamicTest.dynamicTest(m.getKey(), () -> isCaught(m.getValue(), Set.of())))
        .toList();
  }

  @TestFactory
  List<DynamicTest> the_simulation_catches_a_permit_that_is_kept_when() {
    return List.of(Exit.values()).stream()
        .map(
            exit ->
                DynamicTest.dynamicTest(
                    exit.name().toLowerCase(Locale.ROOT), () -> isCaught(Small::new, Set.of(exit))))
        .toList();
  }

  private static void isCaught(Supplier<Ledger> mutant, Set<Exit> forgotten) {
    boolean caught = false;
    for (long seed = FIRST_SEED; !caught && seed < FIRST_SEED + SEEDS_FOR_A_MUTANT; seed++) {
      try {
        new AdmissionSimulation(mutant.get(), forgotten, seed).run();
      } catch (RuntimeException | AdmissionReferee.Violation e) {
        caught = true;
      }
    }
    assertTrue(caught, "not caught with -Dhearth.seed=" + FIRST_SEED);
  }

  private static Map<String, Supplier<Ledger>> mutants() {
    var mutants = new LinkedHashMap<String, Supplier<Ledger>>();
    mutants.put("a_ledger_without_caps", () -> moved(1_000, 0, 0, 1_000));
    mutants.put("a_cap_of_one_too_many", () -> moved(1, 0, 0, 1));
    mutants.put("a_cap_of_one_too_few", () -> moved(-1, 0, 0, 0));
    mutants.put("a_ledger_without_account_limits", () -> moved(0, 1_000, 1_000, 0));
    mutants.put("an_account_of_one_too_many", () -> moved(0, 1, 1, 0));
    mutants.put("an_account_of_one_too_few", () -> moved(0, -1, 0, 0));
    mutants.put("a_ledger_that_lends_what_is_reserved", () -> moved(0, 0, 1_000, 0));
    mutants.put("a_share_of_one_too_many", () -> moved(0, 0, 1, 0));
    mutants.put("a_share_of_one_too_few", () -> moved(0, 0, -1, 0));
    mutants.put("a_ledger_that_lends_what_other_versions_have", () -> moved(0, 0, 0, 1_000));
    mutants.put("one_too_few_for_other_versions", () -> moved(0, 0, 0, -1));
    mutants.put("a_ledger_that_keeps_nothing_for_a_version", KeepsNothing::new);
    mutants.put("a_ledger_that_gives_a_version_all", GivesAll::new);
    mutants.put("a_ledger_that_lets_all_be_reserved", Ledger0::new);
    mutants.put("a_ledger_that_lets_too_little_be_reserved", Ledger::new);
    mutants.put("a_ledger_in_which_the_youngest_wins", YoungestFirst::new);
    mutants.put("a_ledger_that_forgets_who_runs", Forgetful::new);
    mutants.put("a_ledger_that_takes_a_permit_back_twice", ReturnsTwice::new);
    mutants.put("a_ledger_that_takes_no_permit_back", NeverReturns::new);
    mutants.put("a_ledger_without_a_request_rate", () -> taking(0));
    mutants.put("a_ledger_of_half_the_request_rate", () -> taking(2));
    mutants.put("a_ledger_that_gives_the_wrong_reason", WrongReason::new);
    return mutants;
  }

  /** A ledger whose limits are off by so many. */
  private static Ledger moved(int cap, int account, int shared, int others) {
    return new Small() {
      @Override
      Throttle met(VersionBook version) {
        FunctionBook book = version.function;
        AccountBook all = book.account;
        if (book.inFlight - cap >= book.cap) {
          return Throttle.RESERVED_CONCURRENCY;
        }
        if (all.inFlight - account >= all.limit) {
          return Throttle.ACCOUNT_CONCURRENCY;
        }
        if (version.hasOwn()) {
          return null;
        }
        if (book.beyondAside - others >= book.cap - book.aside) {
          return Throttle.RESERVED_CONCURRENCY;
        }
        boolean own = book.beyondAside < book.forAnyVersion();
        boolean full = all.sharedInFlight - shared >= all.shared();
        return full && !own ? Throttle.ACCOUNT_CONCURRENCY : null;
      }
    };
  }

  /** A ledger for which a request costs so many tokens. */
  private static Ledger taking(int tokens) {
    return new Small() {
      @Override
      boolean take(TokenBucket requests, long now) {
        boolean taken = true;
        for (int i = 0; i < tokens; i++) {
          taken = requests.take(now);
        }
        return taken;
      }
    };
  }

  private static final class Ledger0 extends Ledger {
    @Override
    int leftUnreserved() {
      return 0;
    }
  }

  private static final class YoungestFirst extends Small {
    @Override
    Comparator<Map.Entry<FunctionId, Reservation>> precedence() {
      return super.precedence().reversed();
    }
  }

  private static final class Forgetful extends Small {
    @Override
    void forget(long now) {
      functions.clear();
    }
  }

  private static final class ReturnsTwice extends Small {
    @Override
    public void release(Permit permit) {
      permit.returned = false;
      super.release(permit);
    }
  }

  private static final class NeverReturns extends Small {
    @Override
    public void release(Permit permit) {
      permit.returned = true;
    }
  }

  /** For which a version has no more than any other. */
  private static final class KeepsNothing extends Small {
    @Override
    Throttle met(VersionBook version) {
      FunctionBook book = version.function;
      Throttle met = super.met(version);
      boolean full = book.account.sharedInFlight >= book.account.shared();
      return met == null && version.hasOwn() && full ? Throttle.ACCOUNT_CONCURRENCY : met;
    }
  }

  /** For which what is set aside has no end. */
  private static final class GivesAll extends Small {
    @Override
    Throttle met(VersionBook version) {
      FunctionBook book = version.function;
      boolean fits = book.inFlight < book.cap && book.account.inFlight < book.account.limit;
      return version.aside > 0 && fits ? null : super.met(version);
    }
  }

  private static final class WrongReason extends Small {
    @Override
    Throttle met(VersionBook version) {
      return super.met(version) == null ? null : Throttle.RESERVED_CONCURRENCY;
    }
  }
}
