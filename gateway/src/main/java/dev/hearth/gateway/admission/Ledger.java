package dev.hearth.gateway.admission;

import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.Limits;
import dev.hearth.gateway.function.Limits.Reservation;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Decides which invocations may run: never more of a function than it reserved, never more of an
 * account than its limit, and of what is for others alone nothing. What is in flight when a limit
 * is lowered runs on. Not safe for several threads at once; {@code now} is in nanoseconds.
 */
public class Ledger {
  /** What reservations leave of an account for functions without one. */
  public static final int LEFT_UNRESERVED = 100;

  /** Requests in a second for each unit of concurrency. */
  public static final int REQUESTS_PER_EXECUTION = 10;

  /** What a refused request should wait at least, and what rates are counted in; nanoseconds. */
  public static final long SECOND = 1_000_000_000;

  private final Map<String, AccountBook> accounts = new HashMap<>();
  final Map<FunctionId, FunctionBook> functions = new HashMap<>();
  private Limits limits = Limits.NONE;

  /** What an account's functions have in flight. */
  public record Usage(int limit, int inFlight, int guaranteed, int sharedInFlight) {}

  /**
   * Takes other limits in; they hold for who asks from now on.
   *
   * @param aside concurrency for one version alone, by its number
   */
  public void configure(Limits other, Map<FunctionId, Map<String, Integer>> aside, long now) {
    limits = other;
    functions.values().forEach(book -> book.limit(FunctionBook.UNLIMITED, 0, Map.of(), now));
    forget(now);
    accounts.forEach((namespace, book) -> book.limit = limits.account(namespace));
    var guarantees = new Guarantees(limits, precedence(), leftUnreserved());
    var limited = new HashSet<>(limits.reserved().keySet());
    limited.addAll(aside.keySet());
    for (FunctionId id : limited) {
      Reservation reserved = limits.reserved().get(id);
      int cap = reserved == null ? FunctionBook.UNLIMITED : reserved.executions();
      book(id, now).limit(cap, guarantees.of(id), aside.getOrDefault(id, Map.of()), now);
    }
    accounts.values().forEach(book -> book.requests.resize(rate(book.shared()), now));
  }

  /** A book that would be the same if it were made anew is not kept. */
  void forget(long now) {
    functions.values().removeIf(book -> book.blank(now));
    Set<AccountBook> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    functions.values().forEach(book -> needed.add(book.account));
    accounts.values().removeIf(book -> !needed.contains(book) && book.requests.full(now));
  }

  /** Says whether an invocation of a version may run now, and if so counts it. */
  public Admission admit(FunctionId function, String number, long now) {
    VersionBook version = book(function, now).version(number);
    Throttle met = met(version);
    if (met != null) {
      return new Admission.Throttled(met, SECOND);
    }
    FunctionBook book = version.function;
    boolean own = version.hasOwn();
    TokenBucket requests = book.requests();
    if (!(own && take(version.requests, now)) && !take(requests, now)) {
      boolean reserved = requests != book.account.requests;
      long wait = requests.untilNext(now);
      return new Admission.Throttled(
          reserved ? Throttle.RESERVED_RATE : Throttle.ACCOUNT_RATE,
          own ? Math.min(wait, version.requests.untilNext(now)) : wait);
    }
    book.count(version, 1);
    return new Admission.Admitted(new Permit(version));
  }

  /**
   * The same where others may be at work for the function.
   *
   * @param elsewhere how many may be of which this ledger knows nothing, 0 or more
   */
  public Admission admit(FunctionId function, String number, int elsewhere, long now) {
    FunctionBook book = book(function, now);
    return elsewhere > 0 && book.inFlight >= book.cap - elsewhere
        ? new Admission.Throttled(Throttle.RESERVED_CONCURRENCY, SECOND)
        : admit(function, number, now);
  }

  /** The limit that one more would go beyond, or null. */
  Throttle met(VersionBook version) {
    FunctionBook book = version.function;
    AccountBook account = book.account;
    if (book.inFlight >= book.cap) {
      return Throttle.RESERVED_CONCURRENCY;
    }
    if (account.inFlight >= account.limit) {
      return Throttle.ACCOUNT_CONCURRENCY;
    }
    if (version.hasOwn()) {
      return null;
    }
    if (book.beyondAside >= book.cap - book.aside) {
      return Throttle.RESERVED_CONCURRENCY;
    }
    boolean own = book.beyondAside < book.forAnyVersion();
    return own || account.sharedInFlight < account.shared() ? null : Throttle.ACCOUNT_CONCURRENCY;
  }

  /** Takes a permit back; for the second time it changes nothing. */
  public void release(Permit permit) {
    if (!permit.returned) {
      permit.returned = true;
      permit.version.function.count(permit.version, -1);
    }
  }

  /** What is in flight in a namespace; it may have nothing. */
  public Usage usage(String namespace) {
    AccountBook book = accounts.get(namespace);
    return book == null
        ? new Usage(limits.account(namespace), 0, 0, 0)
        : new Usage(book.limit, book.inFlight, book.guaranteed, book.sharedInFlight);
  }

  /** What is in flight, by namespace; those with nothing are left out. */
  public Map<String, Integer> inFlight() {
    var inFlight = new HashMap<String, Integer>();
    accounts.forEach(
        (namespace, book) -> {
          if (book.inFlight > 0) {
            inFlight.put(namespace, book.inFlight);
          }
        });
    return inFlight;
  }

  /** Whether nothing is remembered of anybody. */
  boolean forgotten() {
    return functions.isEmpty() && accounts.isEmpty();
  }

  Comparator<Map.Entry<FunctionId, Reservation>> precedence() {
    return Guarantees.OLDEST_FIRST;
  }

  boolean take(TokenBucket requests, long now) {
    return requests.take(now);
  }

  int leftUnreserved() {
    return LEFT_UNRESERVED;
  }

  static long rate(int executions) {
    return (long) executions * REQUESTS_PER_EXECUTION;
  }

  private FunctionBook book(FunctionId function, long now) {
    FunctionBook known = functions.get(function);
    if (known != null) {
      return known;
    }
    String namespace = function.namespace();
    AccountBook account =
        accounts.computeIfAbsent(namespace, n -> new AccountBook(limits.account(n), now));
    var book = new FunctionBook(account);
    functions.put(function, book);
    return book;
  }
}
