package dev.hearth.gateway.admission;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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

  /** Of whom a request asks. */
  record Version(FunctionId function, String number) {}

  /** An admitted request; {@code passed} is when. */
  private record Request(Version version, long passed) {
    FunctionId function() {
      return version.function();
    }
  }

  private final Ledger ledger;
  private final List<Version> inFlight = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private Limits limits = Limits.NONE;
  private Map<FunctionId, Map<String, Integer>> aside = Map.of();
  private long configured;

  AdmissionReferee(Ledger ledger) {
    this.ledger = ledger;
  }

  void configure(
      Limits other, Map<FunctionId, Map<String, Integer>> shares, long start, long passed) {
    limits = other;
    aside = shares;
    configured = passed;
    thereIsRoomForWhatIsSetAside();
    ledger.configure(other, shares, start + passed);
    usageIsRight();
  }

  /** Null where it is refused. */
  Permit admit(Version version, long start, long passed) {
    FunctionId function = version.function();
    requests.removeIf(request -> passed - request.passed() >= Ledger.SECOND);
    return switch (ledger.admit(function, version.number(), start + passed)) {
      case Admission.Admitted(Permit permit) -> {
        check(count(function) < cap(function), "more of a function than it reserved");
        check(total(function) < account(function), "more of an account than its limit");
        check(own(version) || sharedLeft(function) > 0, "what others have for them was given");
        check(free(version) || othersLeft(function) > 0, "what other versions have was given");
        inFlight.add(version);
        requests.add(new Request(version, passed));
        check(settled(passed) || requests(function) <= 2 * rate(function), "too many requests");
        usageIsRight();
        yield permit;
      }
      case Admission.Throttled(Throttle why, long waitNanos) -> {
        refused(version, why, passed);
        check(waitNanos > 0, "refused without a pause");
        yield null;
      }
    };
  }

  private void refused(Version version, Throttle why, long passed) {
    FunctionId function = version.function();
    boolean full = total(function) >= account(function);
    boolean used =
        !free(version)
            || requests.stream().filter(one -> one.version().equals(version)).count()
                >= 10L * aside(version) - 1;
    boolean enough = settled(passed) || (used && requests(function) >= leastRate(function) - 1);
    boolean rightly =
        switch (why) {
          case RESERVED_CONCURRENCY ->
              count(function) >= cap(function) || (!free(version) && othersLeft(function) <= 0);
          case ACCOUNT_CONCURRENCY -> full || (!own(version) && sharedLeft(function) <= 0);
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

  void release(Permit permit, Version version, boolean first) {
    ledger.release(permit);
    check(!first || inFlight.remove(version), "a permit was returned that was not out");
    usageIsRight();
  }

  void nothingIsLeft() {
    check(inFlight.isEmpty(), "a permit is out for ever");
  }

  private void thereIsRoomForWhatIsSetAside() {
    for (FunctionId function : aside.keySet()) {
      check(asideOf(function) <= cap(function), "more is set aside than the function reserved");
      boolean held = guaranteed(function) > 0 || asideOf(function) == 0;
      int left = account(function) - LEFT - held(function.namespace());
      check(held || left >= 0, "more is set aside than the account may give away");
    }
  }

  private void usageIsRight() {
    var known = new HashSet<>(limits.reserved().keySet());
    known.addAll(aside.keySet());
    for (FunctionId function : known) {
      Ledger.Usage usage = ledger.usage(function.namespace());
      check(usage.inFlight() == total(function), "the ledger miscounts what is in flight");
      check(
          usage.guaranteed() == held(function.namespace()), "other reservations are held than fit");
    }
    for (Version version : inFlight) {
      int counted = ledger.usage(version.function().namespace()).inFlight();
      check(counted == total(version.function()), "the ledger miscounts what is in flight");
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

  private int aside(Version version) {
    return aside.getOrDefault(version.function(), Map.of()).getOrDefault(version.number(), 0);
  }

  private int asideOf(FunctionId function) {
    return aside.getOrDefault(function, Map.of()).values().stream().mapToInt(n -> n).sum();
  }

  /** What functions of an account have for themselves alone. */
  private int held(String namespace) {
    var functions = new HashMap<>(granted(namespace));
    aside.keySet().stream()
        .filter(function -> function.namespace().equals(namespace))
        .forEach(function -> functions.merge(function, asideOf(function), Math::max));
    return functions.values().stream().mapToInt(n -> n).sum();
  }

  /** Whether something is left of what is set aside for a version. */
  private boolean free(Version version) {
    return inFlight.stream().filter(version::equals).count() < aside(version);
  }

  private boolean own(Version version) {
    FunctionId function = version.function();
    return free(version) || others(function) < guaranteed(function) - asideOf(function);
  }

  /** In flight of a function beyond what is set aside for its versions. */
  private long others(FunctionId function) {
    return inFlight.stream()
        .filter(version -> version.function().equals(function))
        .distinct()
        .mapToLong(
            version ->
                Math.max(0, inFlight.stream().filter(version::equals).count() - aside(version)))
        .sum();
  }

  private long othersLeft(FunctionId function) {
    return (long) cap(function) - asideOf(function) - others(function);
  }

  private long sharedLeft(FunctionId function) {
    long used =
        inFlight.stream()
            .map(Version::function)
            .filter(other -> other.namespace().equals(function.namespace()))
            .distinct()
            .mapToLong(
                other ->
                    Math.max(0, others(other) - Math.max(0, guaranteed(other) - asideOf(other))))
            .sum();
    return account(function) - held(function.namespace()) - used;
  }

  private long count(FunctionId function) {
    return inFlight.stream().filter(version -> version.function().equals(function)).count();
  }

  private long total(FunctionId function) {
    return inFlight.stream()
        .filter(version -> version.function().namespace().equals(function.namespace()))
        .count();
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

  /** Without what only single versions may ask. */
  private long leastRate(FunctionId function) {
    int own = guaranteed(function);
    return 10L
        * (own > 0 ? own - asideOf(function) : account(function) - held(function.namespace()));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new Violation(otherwise);
    }
  }
}
