package dev.hearth.gateway.admission;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds every answer of a {@link Ledger} against its own lists, counted anew each time. Knows the
 * promises, not how they are kept.
 */
final class AdmissionReferee {
  /** A promise that was broken. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
      super(what);
    }
  }

  /** What the simulated accounts leave unreserved. */
  static final int LEFT = 4;

  /** An admitted request; {@code passed} is when. */
  private record Request(FunctionId function, long passed) {}

  private final Ledger ledger;
  private final List<FunctionId> inFlight = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private Limits limits = Limits.NONE;
  private long configured;

  AdmissionReferee(Ledger ledger) {
    this.ledger = ledger;
  }

  void configure(Limits other, long start, long passed) {
    limits = other;
    configured = passed;
    ledger.configure(other, start + passed);
    usageIsRight();
  }

  /** Null where it is refused. */
  Permit admit(FunctionId function, long start, long passed) {
    requests.removeIf(request -> passed - request.passed() >= Ledger.SECOND);
    return switch (ledger.admit(function, start + passed)) {
      case Admission.Admitted(Permit permit) -> {
        check(count(function) < cap(function), "more of a function than it reserved");
        check(total(function) < account(function), "more of an account than its limit");
        check(own(function) || sharedLeft(function) > 0, "what others have reserved was given");
        inFlight.add(function);
        requests.add(new Request(function, passed));
        check(settled(passed) || requests(function) <= 2 * rate(function), "too many requests");
        usageIsRight();
        yield permit;
      }
      case Admission.Throttled(Throttle why, long waitNanos) -> {
        refused(function, why, passed);
        check(waitNanos > 0, "refused without a pause");
        yield null;
      }
    };
  }

  private void refused(FunctionId function, Throttle why, long passed) {
    boolean full = total(function) >= account(function);
    boolean enough = settled(passed) || requests(function) >= rate(function) - 1;
    boolean rightly =
        switch (why) {
          case RESERVED_CONCURRENCY -> count(function) >= cap(function);
          case ACCOUNT_CONCURRENCY -> full || (!own(function) && sharedLeft(function) <= 0);
          case RESERVED_RATE -> guaranteed(function) > 0 && enough;
          case ACCOUNT_RATE -> guaranteed(function) == 0 && enough;
          case SCALING_RATE, CAPACITY -> false;
        };
    check(rightly, "refused without need: " + why);
  }

  /** Within a second after a change of limits the rate cannot be judged from outside. */
  private boolean settled(long passed) {
    return passed - configured < Ledger.SECOND;
  }

  void release(Permit permit, FunctionId function, boolean first) {
    ledger.release(permit);
    check(!first || inFlight.remove(function), "a permit was returned that was not out");
    usageIsRight();
  }

  void nothingIsLeft() {
    check(inFlight.isEmpty(), "a permit is out for ever");
  }

  private void usageIsRight() {
    for (FunctionId function : limits.reserved().keySet()) {
      int guaranteed = granted(function.namespace()).values().stream().mapToInt(n -> n).sum();
      Ledger.Usage usage = ledger.usage(function.namespace());
      check(usage.inFlight() == total(function), "the ledger miscounts what is in flight");
      check(usage.guaranteed() == guaranteed, "other reservations are held than fit");
    }
    for (FunctionId function : inFlight) {
      int counted = ledger.usage(function.namespace()).inFlight();
      check(counted == total(function), "the ledger miscounts what is in flight");
    }
  }

  private int account(FunctionId function) {
    return limits.account(function.namespace());
  }

  private int cap(FunctionId function) {
    Reservation reservation = limits.reserved().get(function);
    return reservation == null ? Integer.MAX_VALUE : reservation.executions();
  }

  /** The oldest that fit beside what stays unreserved. */
  private Map<FunctionId, Integer> granted(String namespace) {
    var granted = new HashMap<FunctionId, Integer>();
    int left = limits.account(namespace) - LEFT;
    var byAge =
        limits.reserved().entrySet().stream()
            .filter(entry -> entry.getKey().namespace().equals(namespace))
            .sorted(Comparator.comparing(entry -> entry.getValue().since()))
            .toList();
    for (var entry : byAge) {
      if (entry.getValue().executions() <= left) {
        left -= entry.getValue().executions();
        granted.put(entry.getKey(), entry.getValue().executions());
      }
    }
    return granted;
  }

  private int guaranteed(FunctionId function) {
    return granted(function.namespace()).getOrDefault(function, 0);
  }

  private boolean own(FunctionId function) {
    return count(function) < guaranteed(function);
  }

  private long sharedLeft(FunctionId function) {
    Map<FunctionId, Integer> granted = granted(function.namespace());
    long used =
        inFlight.stream()
            .filter(other -> other.namespace().equals(function.namespace()))
            .distinct()
            .mapToLong(other -> Math.max(0, count(other) - granted.getOrDefault(other, 0)))
            .sum();
    int reserved = granted.values().stream().mapToInt(n -> n).sum();
    return account(function) - reserved - used;
  }

  private long count(FunctionId function) {
    return inFlight.stream().filter(function::equals).count();
  }

  private long total(FunctionId function) {
    return inFlight.stream().filter(o -> o.namespace().equals(function.namespace())).count();
  }

  /** Requests of the last second that count against the same rate. */
  private long requests(FunctionId function) {
    boolean own = guaranteed(function) > 0;
    return requests.stream()
        .map(Request::function)
        .filter(
            other ->
                own
                    ? other.equals(function)
                    : other.namespace().equals(function.namespace()) && guaranteed(other) == 0)
        .count();
  }

  private long rate(FunctionId function) {
    int own = guaranteed(function);
    int reserved = granted(function.namespace()).values().stream().mapToInt(n -> n).sum();
    return 10L * (own > 0 ? own : account(function) - reserved);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new Violation(otherwise);
    }
  }
}
