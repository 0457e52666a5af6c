package dev.hearth.gateway.admission;

import dev.hearth.gateway.function.AliasRoute;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of sandboxes that are to be kept, how many have concurrency to run with: a function's come out of
 * its reservation, others out of what an account may give away. Whose turn it is, the oldest first,
 * gets as much as there is.
 */
public final class Allotment {
  /**
   * Who asks.
   *
   * @param name tells those apart that ask for the same qualifier
   * @param route where its invocations go
   */
  public record Asked(
      FunctionId function,
      String qualifier,
      String name,
      AliasRoute route,
      int executions,
      Instant since) {
    /** Both versions of an alias are rounded up. */
    private int cost(int number) {
      return route.shares(number).values().stream().mapToInt(n -> n).sum();
    }
  }

  /**
   * What somebody got.
   *
   * @param reason why it is less than was asked for; empty where it is not
   */
  public record Got(Asked asked, int executions, String reason) {}

  private static final Comparator<Asked> OLDEST_FIRST =
      Comparator.comparing(Asked::since)
          .thenComparing(asked -> asked.function().toString())
          .thenComparing(Asked::qualifier)
          .thenComparing(Asked::name);

  private final Limits limits;
  private final Guarantees guarantees;
  private final int leftUnreserved;
  private final Map<FunctionId, Integer> ofReservations = new HashMap<>();

  private Allotment(Limits limits, int leftUnreserved) {
    this.limits = limits;
    this.leftUnreserved = leftUnreserved;
    this.guarantees = new Guarantees(limits, Guarantees.OLDEST_FIRST, leftUnreserved);
  }

  /** Answers everybody, in any order. */
  public static List<Got> of(Limits limits, List<Asked> all) {
    return of(limits, all, Ledger.LEFT_UNRESERVED);
  }

  static List<Got> of(Limits limits, List<Asked> all, int leftUnreserved) {
    var allotment = new Allotment(limits, leftUnreserved);
    var got = new ArrayList<Got>();
    all.stream().sorted(OLDEST_FIRST).forEach(asked -> got.add(allotment.answer(asked)));
    return got;
  }

  private Got answer(Asked asked) {
    FunctionId function = asked.function();
    Reservation reservation = limits.reserved().get(function);
    int ofReservation =
        reservation == null
            ? Integer.MAX_VALUE
            : reservation.executions() - ofReservations.getOrDefault(function, 0);
    int ofAccount =
        guarantees.holds(function) ? Integer.MAX_VALUE : guarantees.left(function.namespace());
    int number = fitting(asked, Math.min(ofReservation, ofAccount));
    ofReservations.merge(function, asked.cost(number), Integer::sum);
    if (!guarantees.holds(function)) {
      guarantees.take(function.namespace(), asked.cost(number));
    }
    return new Got(
        asked, number, number == asked.executions() ? "" : why(ofReservation, ofAccount));
  }

  private static int fitting(Asked asked, int room) {
    int number = Math.clamp(room, 0, asked.executions());
    while (asked.cost(number) > Math.max(0, room)) {
      number--;
    }
    return number;
  }

  private String why(int ofReservation, int ofAccount) {
    return ofReservation <= ofAccount
        ? "Requested Provisioned Concurrency should not be greater than the"
            + " reservedConcurrentExecution for function"
        : "Requested Provisioned Concurrency decreases account's UnreservedConcurrentExecution below"
            + " its minimum value of ["
            + leftUnreserved
            + "]";
  }
}
