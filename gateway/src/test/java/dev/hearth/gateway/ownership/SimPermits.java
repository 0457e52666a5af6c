package dev.hearth.gateway.ownership;

import dev.hearth.gateway.admission.Admission;
import dev.hearth.gateway.admission.Ledger;
import dev.hearth.gateway.admission.Permit;
import dev.hearth.gateway.admission.Throttle;
import java.util.Map;

/** One owner's ledger, under the eyes of the referee. */
final class SimPermits {
  /** Four messages: a lender that refuses goes by words that are so old at most. */
  private static final long ROUND = 10 * World.MS;

  private final Ledger ledger = new Ledger();
  private final Scenario scenario;
  private final Referee referee;

  SimPermits(SimGateway.Surroundings around, long now) {
    this.scenario = around.scenario();
    this.referee = around.referee();
    ledger.configure(scenario.limits(), Map.of(), now);
  }

  /** Takes a permit of the function; answers the limit that was met, or null. */
  Throttle take(SimWork work, int elsewhere, long now) {
    return switch (ledger.admit(work.function(), "$LATEST", elsewhere, now)) {
      case Admission.Throttled(Throttle why, long wait) -> why;
      case Admission.Admitted(Permit permit) -> {
        work.permit = permit;
        referee.admitted(work.function().toString());
        yield null;
      }
    };
  }

  /** Whether it needs one of the account's permits that functions share. */
  boolean borrowed(SimWork work) {
    return scenario.shares(work.function());
  }

  /** From now on it counts for the account, too. */
  void count(SimWork work) {
    if (!work.counted) {
      work.counted = true;
      referee.admitted(account(work));
    }
  }

  /** The function has met its limit, and nobody but its owner counts. */
  void full(SimWork work) {
    referee.throttled(work.function().toString(), work.asked.request().came);
  }

  /** The account has. The last permit may still be on its way to another gateway. */
  void refused(SimWork work, SimGateway at) {
    if (at.around.world().calm()) {
      long came = work.asked.request().came - ROUND;
      at.around.world().after(20 * World.MS, at, () -> referee.throttled(account(work), came));
    }
  }

  void giveBack(SimWork work) {
    if (work.permit != null) {
      ledger.release(work.permit);
    }
    lose(work);
  }

  /** Nobody gives it back, since the gateway that had it is gone. */
  void lose(SimWork work) {
    if (work.permit != null) {
      referee.returned(work.function().toString());
    }
    if (work.counted) {
      referee.returned(account(work));
    }
  }

  /** What the functions of an account share. */
  int shared(String namespace) {
    Ledger.Usage usage = ledger.usage(namespace);
    return usage.limit() - usage.guaranteed();
  }

  private static String account(SimWork work) {
    return Scenario.accountKey(work.function().namespace());
  }
}
