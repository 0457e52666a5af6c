package dev.hearth.gateway.ownership;

import dev.hearth.gateway.admission.Admission;
import dev.hearth.gateway.admission.Ledger;
import dev.hearth.gateway.admission.Permit;
import dev.hearth.gateway.admission.Throttle;
import dev.hearth.gateway.function.FunctionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Which permits an invocation needs at its owner, and at which epoch: one of its function for as
 * long as this gateway decides for it without interruption, and where functions share those of
 * their account one of these, of the epoch at which it begins in a sandbox. Each ticket is asked
 * for once and ends once. Not safe for several threads at once; times are in nanoseconds.
 */
public final class Admissions {
  /** How long is hoped that what is not known becomes known, before somebody is refused for it. */
  public static final long SETTLING = 1_000_000_000;

  /** What is to be done. */
  public sealed interface Effect {
    /** The ticket has its permits: a sandbox may be claimed. */
    record Claim(long ticket) implements Effect {}

    /** Its permits are void: it claims no sandbox until it is told to again. */
    record GiveUp(long ticket) implements Effect {}

    /** Somebody else decides now, and nothing was begun here; the ticket has ended. */
    record Move(long ticket) implements Effect {}

    /** A limit was met; the ticket has ended. */
    record Refuse(long ticket, Throttle why, long waitNanos) implements Effect {}

    /** Say this to a gateway, which may be this one. */
    record Say(String gateway, String namespace, long epoch, Loan loan) implements Effect {}
  }

  private enum Phase {
    HELD,
    BORROWING,
    CLAIMING,
    RUNNING
  }

  private static final class Entry {
    final long ticket;
    final FunctionId function;
    final String version;
    final long came;
    Phase phase = Phase.HELD;
    long since;
    Permit permit;

    /** The epoch of its account's permit. */
    long borrowedAt = -1;

    String sandbox;

    Entry(long ticket, FunctionId function, String version, long came) {
      this.ticket = ticket;
      this.function = function;
      this.version = version;
      this.came = came;
    }
  }

  private final Standing standing;
  private final Census census;
  private final Ledger ledger;
  private final Predicate<FunctionId> shares;
  private final Loans loans;
  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private long epochBegan;

  /**
   * @param shares whether a function's permits are its account's, too
   */
  public Admissions(Standing standing, Census census, Ledger ledger, Predicate<FunctionId> shares) {
    this.standing = standing;
    this.census = census;
    this.ledger = ledger;
    this.shares = shares;
    this.loans = new Loans(standing, this::stock);
  }

  /** Somebody wants to run a version; what may become known in a moment is waited for. */
  public List<Effect> ask(long ticket, FunctionId function, String version, long now) {
    var entry = new Entry(ticket, function, version, now);
    entries.put(ticket, entry);
    var effects = new ArrayList<Effect>(1);
    admit(entry, now, effects);
    return effects;
  }

  /**
   * A sandbox is there for a ticket; answers the epoch to begin there under, if it may. The sandbox
   * has to be told this one, not a later one: the next owner may have asked it before.
   */
  public OptionalLong begins(long ticket, String sandbox) {
    Entry entry = entries.get(ticket);
    if (entry == null || entry.phase != Phase.CLAIMING || !stillHere(entry)) {
      return OptionalLong.empty();
    }
    entry.phase = Phase.RUNNING;
    entry.sandbox = sandbox;
    return OptionalLong.of(standing.epoch());
  }

  /** The sandbox was not used, or has refused before it saw anything of the event. */
  public List<Effect> again(long ticket, long now) {
    Entry entry = entries.get(ticket);
    if (entry == null) {
      return List.of();
    }
    entry.sandbox = null;
    var effects = new ArrayList<Effect>(1);
    if (stillHere(entry)) {
      begin(entry, now, effects);
    } else {
      move(entry, effects);
    }
    return effects;
  }

  /** The ticket has ended, however; where it was at work, its sandbox has said so or is gone. */
  public List<Effect> end(long ticket, long now) {
    var effects = new ArrayList<Effect>(1);
    Entry entry = entries.get(ticket);
    if (entry != null) {
      forget(entry, effects);
    }
    return effects;
  }

  /** There is another epoch: what was not begun is begun by whoever is the owner now. */
  public List<Effect> newEpoch(long now) {
    epochBegan = now;
    loans.newEpoch();
    var effects = new ArrayList<Effect>();
    for (Entry entry : List.copyOf(entries.values())) {
      boolean waits = entry.phase == Phase.BORROWING || entry.phase == Phase.CLAIMING;
      if (waits && !stillHere(entry)) {
        move(entry, effects);
      } else if (waits && shares.test(entry.function)) {
        effects.add(new Effect.GiveUp(entry.ticket));
        borrow(entry, now, effects);
      }
    }
    return effects;
  }

  /** A gateway, maybe this one, has said something about permits under an epoch. */
  public List<Effect> heard(String from, String namespace, long epoch, Loan loan, long now) {
    var effects = new ArrayList<Effect>();
    follow(loans.heard(from, namespace, epoch, loan, now), effects);
    return effects;
  }

  /** Time has passed, or more is known. */
  public List<Effect> tick(long now) {
    var effects = new ArrayList<Effect>();
    follow(loans.tick(now), effects);
    for (Entry entry : List.copyOf(entries.values())) {
      if (entry.phase == Phase.HELD) {
        admit(entry, now, effects);
      }
    }
    return effects;
  }

  /** Whether this gateway has permits at a sandbox. */
  public boolean at(String sandbox) {
    return entries.values().stream().anyMatch(entry -> sandbox.equals(entry.sandbox));
  }

  /** Whether no ticket is open and nothing borrowed or lent. */
  public boolean idle() {
    return entries.isEmpty() && loans.idle();
  }

  private void admit(Entry entry, long now, List<Effect> effects) {
    if (!(place(entry) instanceof Place.Here(long since))) {
      move(entry, effects);
      return;
    }
    entry.since = since;
    if (!census.complete(since)) {
      return;
    }
    int elsewhere = census.elsewhere(entry.function, since, this::at);
    switch (ledger.admit(entry.function, entry.version, elsewhere, now)) {
      case Admission.Admitted(Permit permit) -> {
        entry.permit = permit;
        begin(entry, now, effects);
      }
      case Admission.Throttled(Throttle why, long wait) -> {
        boolean settling = elsewhere > 0 && now - entry.came < SETTLING;
        if (why != Throttle.RESERVED_CONCURRENCY || !settling) {
          refuse(entry, why, wait, effects);
        }
      }
    }
  }

  /** What was borrowed under another epoch is void for what has not begun. */
  private void begin(Entry entry, long now, List<Effect> effects) {
    if (shares.test(entry.function) && entry.borrowedAt != standing.epoch()) {
      borrow(entry, now, effects);
    } else {
      claim(entry, effects);
    }
  }

  private void borrow(Entry entry, long now, List<Effect> effects) {
    entry.phase = Phase.BORROWING;
    entry.borrowedAt = standing.epoch();
    follow(loans.want(entry.function.namespace(), entry.ticket, now), effects);
  }

  private static void claim(Entry entry, List<Effect> effects) {
    entry.phase = Phase.CLAIMING;
    effects.add(new Effect.Claim(entry.ticket));
  }

  private void follow(List<Loans.Effect> said, List<Effect> effects) {
    for (Loans.Effect effect : said) {
      switch (effect) {
        case Loans.Effect.Say(String to, String namespace, long epoch, Loan loan) ->
            effects.add(new Effect.Say(to, namespace, epoch, loan));
        case Loans.Effect.Allow(long ticket) -> {
          Entry entry = entries.get(ticket);
          if (entry != null && entry.phase == Phase.BORROWING) {
            claim(entry, effects);
          }
        }
        case Loans.Effect.Refuse(long ticket) -> {
          Entry entry = entries.get(ticket);
          if (entry != null && entry.phase == Phase.BORROWING) {
            refuse(entry, Throttle.ACCOUNT_CONCURRENCY, Ledger.SECOND, effects);
          }
        }
      }
    }
  }

  private void refuse(Entry entry, Throttle why, long wait, List<Effect> effects) {
    forget(entry, effects);
    effects.add(new Effect.Refuse(entry.ticket, why, wait));
  }

  private void move(Entry entry, List<Effect> effects) {
    forget(entry, effects);
    effects.add(new Effect.Move(entry.ticket));
  }

  private void forget(Entry entry, List<Effect> effects) {
    entries.remove(entry.ticket);
    if (entry.permit != null) {
      ledger.release(entry.permit);
    }
    if (entry.borrowedAt == standing.epoch()) {
      follow(loans.giveBack(entry.function.namespace(), entry.ticket), effects);
    }
  }

  private boolean stillHere(Entry entry) {
    return place(entry) instanceof Place.Here(long since) && since == entry.since;
  }

  private Place place(Entry entry) {
    return standing.place(entry.function.toString());
  }

  private Lender.Stock stock(String namespace, long now) {
    long epoch = standing.epoch();
    Ledger.Usage usage = ledger.usage(namespace);
    int shared = usage.limit() - usage.guaranteed();
    if (!census.complete(epoch)) {
      return new Lender.Stock(shared, shared, true);
    }
    int elsewhere = census.elsewhere(namespace, epoch, shares);
    boolean settling = elsewhere > 0 && now - epochBegan < SETTLING;
    return new Lender.Stock(shared, elsewhere, settling);
  }
}
